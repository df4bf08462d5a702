import { tellHistory } from '#testing/domain/told-history.ts';

test('an offer may be filled to its last slot, and no further', () => {
  const verdictAt = (used: number) =>
    tellHistory()
      .commit({ offer: { nodeId: 's1', used } })
      .verdict('capacity-never-exceeded').verdict;
  expect([0, 10, 11, -1].map(verdictAt)).toEqual(['holds', 'holds', 'broken', 'broken']);
});

test('a moment over capacity is remembered when it is over', () => {
  const history = tellHistory().commit({ offer: { nodeId: 's1', used: 11 } });
  history.commit({ offer: { nodeId: 's1', used: 1 } });
  expect(history.verdict('capacity-never-exceeded').verdict).toBe('broken');
});
