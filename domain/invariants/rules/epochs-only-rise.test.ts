import { aSupernode } from '#testing/domain/builders.ts';
import { tellHistory } from '#testing/domain/told-history.ts';

const complaintOf = (history: ReturnType<typeof tellHistory>) =>
  history.complaints()['epochs-only-rise'];

test('a boot may be followed by any later one', () => {
  const history = tellHistory().commit({ node: { nodeId: 'n1', epoch: 5 } });
  expect(complaintOf(history)).toBeUndefined();
});

test('no boot comes back, not even to a record that was deleted and written anew', () => {
  const fallen = tellHistory().commit({ node: { nodeId: 'n1', epoch: 5 } });
  expect(complaintOf(fallen.commit({ node: { nodeId: 'n1', epoch: 4 } }))).toMatch(/5 to 4/);
  const anew = tellHistory().commit({ node: { nodeId: 'n1', epoch: 5 } });
  anew.commit({ goneNode: 'n1' }).commit({ node: { nodeId: 'n1', epoch: 1 } });
  expect(complaintOf(anew)).toMatch(/5 to 1/);
});

test('an offer that was retired may be followed by one of a later boot only', () => {
  const again = tellHistory().commit({ offer: { nodeId: 's1', nodeEpoch: 2 } });
  again.commit({ goneOffer: 's1' });
  again.commit({ offer: aSupernode({ epoch: 2, nodeEpoch: 2 }) });
  expect(complaintOf(again)).toBeUndefined();
  const same = tellHistory().commit({ goneOffer: 's1' }).commit({ offer: aSupernode() });
  expect(complaintOf(same)).toBe('offered at epoch 1 after an offer at 1');
});

test('an offer never forgets a boot that it heard of', () => {
  const history = tellHistory().commit({ offer: { nodeId: 's1', nodeEpoch: 3 } });
  history.commit({ offer: { nodeId: 's1', nodeEpoch: 2 } });
  expect(complaintOf(history)).toBe('its offer at 1 hears of boot 2 after 3');
});

test('an offer hears of no boot before its own', () => {
  const history = tellHistory().commit({ offer: aSupernode({ epoch: 3, nodeEpoch: 2 }) });
  expect(complaintOf(history)).toBe('its offer at 3 hears of boot 2 after 1');
});
