import { aCell, aNode, aSupernode, hourMs } from '#testing/domain/builders.ts';
import { ToldHistory, tellHistory } from '#testing/domain/told-history.ts';

const complaintOf = (history: ToldHistory) => history.complaints()['counters-exact'];

test('who leaves is counted no more, and who joins is, in the same commit', () => {
  const left = tellHistory().commit(
    { node: { nodeId: 'n1', state: 'offline', home: null } },
    { offer: { nodeId: 's1', used: 0 } },
    { cell: { population: 1 } },
  );
  const joined = left.commit(
    { node: { nodeId: 'n9', state: 'waiting', home: null } },
    { cell: { population: 2 } },
  );
  expect(complaintOf(joined)).toBeUndefined();
});

test('a population that follows a commit later was wrong in between', () => {
  const history = tellHistory().commit({ node: { nodeId: 'n9', state: 'waiting', home: null } });
  history.commit({ cell: { population: 3 } });
  expect(complaintOf(history)).toBe('its population is 2, 3 nodes are not offline');
});

test('a slot that is taken a commit before its client is wrong in between', () => {
  const history = tellHistory().commit({ offer: { nodeId: 's1', used: 2 } });
  history.commit({ node: aNode({ nodeId: 'n2' }) }, { cell: { population: 3 } });
  expect(complaintOf(history)).toBe('2 slots used, 1 clients homed');
});

test('an offer whose lease is over counts for nobody', () => {
  const history = tellHistory().wait(2 * hourMs);
  expect(complaintOf(history.commit({ offer: { nodeId: 's1', used: 0 } }))).toBeUndefined();
});

test('a quiet day that is stored with a wrong count is told as soon as it is whole', () => {
  const history = new ToldHistory().commit({ node: aNode() }, { offer: aSupernode({ used: 2 }) });
  history.commit({ cell: aCell({ population: 1 }) }).seeded();
  expect(complaintOf(history)).toBe('2 slots used, 1 clients homed');
});
