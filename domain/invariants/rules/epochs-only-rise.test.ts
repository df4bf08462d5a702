import { aSupernode } from '#testing/domain/builders.ts';
import { aHistory } from '#testing/domain/history-builder.ts';

const complaintOf = (history: ReturnType<typeof aHistory>) =>
  history.complaints()['epochs-only-rise'];

test('a boot may be followed by any later one', () => {
  const history = aHistory().commit({ node: { nodeId: 'n1', epoch: 5 } });
  expect(complaintOf(history)).toBeUndefined();
});

test('no boot comes back, not even to a record that was deleted and written anew', () => {
  const fallen = aHistory().commit({ node: { nodeId: 'n1', epoch: 5 } });
  expect(complaintOf(fallen.commit({ node: { nodeId: 'n1', epoch: 4 } }))).toMatch(/5 to 4/);
  const anew = aHistory().commit({ node: { nodeId: 'n1', epoch: 5 } });
  anew.commit({ goneNode: 'n1' }).commit({ node: { nodeId: 'n1', epoch: 1 } });
  expect(complaintOf(anew)).toMatch(/5 to 1/);
});

test('a registration that was retired may be followed by one of a later boot only', () => {
  const again = aHistory().commit({ registration: { nodeId: 's1', nodeEpoch: 2 } });
  again.commit({ goneRegistration: 's1' });
  again.commit({ registration: aSupernode({ epoch: 2, nodeEpoch: 2 }) });
  expect(complaintOf(again)).toBeUndefined();
  const same = aHistory().commit({ goneRegistration: 's1' }).commit({ registration: aSupernode() });
  expect(complaintOf(same)).toBe('registered at epoch 1 after a registration at 1');
});

test('a registration never forgets a boot that it heard of', () => {
  const history = aHistory().commit({ registration: { nodeId: 's1', nodeEpoch: 3 } });
  history.commit({ registration: { nodeId: 's1', nodeEpoch: 2 } });
  expect(complaintOf(history)).toBe('its registration at 1 hears of boot 2 after 3');
});

test('a registration hears of no boot before its own', () => {
  const history = aHistory().commit({ registration: aSupernode({ epoch: 3, nodeEpoch: 2 }) });
  expect(complaintOf(history)).toBe('its registration at 3 hears of boot 2 after 1');
});
