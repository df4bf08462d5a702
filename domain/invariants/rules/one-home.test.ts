import { aNode, aSupernode } from '#testing/domain/builders.ts';
import { aHistory, type Reported } from '#testing/domain/history-builder.ts';

const home = { supernode: 's1', epoch: 1 };

function complaintAfter(...reported: readonly Reported[]) {
  const history = aHistory().commit({ registration: aSupernode({ nodeId: 's2' }) });
  return history.commit(...reported).complaints()['one-home'];
}

test('a client that moves with its slot has one home all the time', () => {
  const move = { nodeId: 'n1', home: { supernode: 's2', epoch: 1 } };
  const slots = [
    { registration: { nodeId: 's1', used: 0 } },
    { registration: { nodeId: 's2', used: 1 } },
  ];
  expect(complaintAfter({ node: move }, ...slots)).toBeUndefined();
});

test('a client that is homed without being counted has a home too many', () => {
  const uncounted = aNode({ nodeId: 'n2' });
  expect(complaintAfter({ node: uncounted })).toBe('2 clients homed, 1 slots used');
});

test('at a dead registration nobody counts any more', () => {
  const dead = { registration: { nodeId: 's1', nodeEpoch: 2, used: 0 } };
  expect(complaintAfter(dead)).toBeUndefined();
});

test('nobody is homed where nothing is registered', () => {
  const lost = { node: { nodeId: 'n1', home: { supernode: 's9', epoch: 4 } } };
  expect(complaintAfter(lost)).toBe('homed at s9@4, which has no registration');
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
])('a live registration is that of a supernode at its boot, not of %p', (some, words) => {
  const complaint = complaintAfter({ node: { nodeId: 's1', ...some } });
  expect(complaint).toBe(`it has a registration, and is ${words}`);
  const ended = { registration: { nodeId: 's1', nodeEpoch: 2 } };
  expect(complaintAfter({ node: { nodeId: 's1', ...some } }, ended)).toBeUndefined();
});
