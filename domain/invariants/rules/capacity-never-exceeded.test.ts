import { aHistory } from '#testing/domain/history-builder.ts';

test('a registration may be filled to its last slot, and no further', () => {
  const verdictAt = (used: number) =>
    aHistory()
      .commit({ registration: { nodeId: 's1', used } })
      .verdict('capacity-never-exceeded').verdict;
  expect([0, 10, 11, -1].map(verdictAt)).toEqual(['holds', 'holds', 'violated', 'violated']);
});

test('a moment over capacity is remembered when it is over', () => {
  const history = aHistory().commit({ registration: { nodeId: 's1', used: 11 } });
  history.commit({ registration: { nodeId: 's1', used: 1 } });
  expect(history.verdict('capacity-never-exceeded').verdict).toBe('violated');
});
