import { aNode, aSupernode } from '#testing/domain/builders.ts';
import { type Told, tellHistory } from '#testing/domain/told-history.ts';

const home = { supernode: 's1', epoch: 1 };

function complaintAfter(...told: readonly Told[]) {
  const history = tellHistory().commit({ offer: aSupernode({ nodeId: 's2' }) });
  return history.commit(...told).complaints()['one-home'];
}

test('a client that moves with its slot has one home all the time', () => {
  const move = { nodeId: 'n1', home: { supernode: 's2', epoch: 1 } };
  const slots = [{ offer: { nodeId: 's1', used: 0 } }, { offer: { nodeId: 's2', used: 1 } }];
  expect(complaintAfter({ node: move }, ...slots)).toBeUndefined();
});

test('a client that is homed without being counted has a home too many', () => {
  const uncounted = aNode({ nodeId: 'n2' });
  expect(complaintAfter({ node: uncounted })).toBe('2 clients homed, 1 slots used');
});

test('at a dead offer nobody counts any more', () => {
  const dead = { offer: { nodeId: 's1', nodeEpoch: 2, used: 0 } };
  expect(complaintAfter(dead)).toBeUndefined();
});

test('nobody is homed where nothing is offered', () => {
  const lost = { node: { nodeId: 'n1', home: { supernode: 's9', epoch: 4 } } };
  expect(complaintAfter(lost)).toBe('homed at s9@4, which offers nothing');
});

test.each([
  [{ role: 'supernode' as const }, 'a supernode with a home at s1@1'],
  [{ state: 'offline' as const }, 'offline, with a home at s1@1'],
  [{ state: 'waiting' as const }, 'waiting, with a home at s1@1'],
])('a home is for a client that is online, not with %p', (some, words) => {
  expect(complaintAfter({ node: { nodeId: 'n1', home, ...some } })).toBe(words);
});

test.each([
  [{ epoch: 2, state: 'waiting' as const, role: 'client' as const }, 'a client at boot 2'],
  [{ role: 'client' as const }, 'a client at boot 1'],
])('a live offer is that of a supernode at its boot, not of %p', (some, words) => {
  const complaint = complaintAfter({ node: { nodeId: 's1', ...some } });
  expect(complaint).toBe(`it offers slots, and is ${words}`);
  const ended = { offer: { nodeId: 's1', nodeEpoch: 2 } };
  expect(complaintAfter({ node: { nodeId: 's1', ...some } }, ended)).toBeUndefined();
});
