// The conditions of a placement, each by itself: one thing is not as it was read, everything else
// is, and nothing is written.
import { commitPlacements, commitStandBy } from '#adapters/network/placement-writer.ts';
import { openTable } from '#adapters/network/table.ts';
import type { NodeRecord, SupernodeRecord } from '#domain/network.ts';
import { aNode, aSupernode, aWaitingNode, here, noonMs } from '#testing/domain/builders.ts';
import { aControlPlane } from '../control-plane.ts';
import { hiddenFields, keyOf, setHidden } from '../raw-item.ts';

const read = aWaitingNode({ eligible: true, provenEpoch: 0, minNonce: 3 });
const registration = aSupernode({ slots: 4, used: 2 });
const earlier = ['n8', 'n9'].map((nodeId) => aNode({ nodeId }));
const nonce = 5;

/** Places two clients by what was read, while the table holds something else. */
async function placeTwo(stored: Partial<NodeRecord>, registered: Partial<SupernodeRecord> = {}) {
  const other = { ...read, nodeId: 'n2' };
  const plane = await aControlPlane(
    [{ ...read, ...stored }, other, ...earlier],
    [{ ...registration, ...registered }],
  );
  const before = plane.records();
  const clients = [read, other].map((node) => ({ node, nonce }));
  const outcome = await commitPlacements(
    openTable(plane.runtime),
    here,
    clients,
    registration,
    noonMs,
  );
  return { plane, before, outcome };
}

test('what is as it was read is placed, the last slots included, and is a candidate', async () => {
  const { plane, outcome } = await placeTwo({});
  expect(outcome).toEqual({ kind: 'placed' });
  const home = { supernode: 's1', epoch: 1 };
  expect(plane.node('n1')).toEqual({
    ...read,
    state: 'online',
    home,
    provenEpoch: 1,
    minNonce: nonce + 1,
  });
  expect(plane.supernode('s1').used).toBe(4);
  expect(plane.check()).toMatchObject({ onlineCount: 4, violations: [] });
});

test('a placement makes the answer to a duplicate check void', async () => {
  const plane = await aControlPlane([read], [registration]);
  await setHidden(plane, keyOf.node('n1'), 'duplicateCheck', {
    attempt: 16,
    messageId: 'm',
    nonce,
  });
  await commitPlacements(
    openTable(plane.runtime),
    here,
    [{ node: read, nonce }],
    registration,
    noonMs,
  );
  expect(await hiddenFields(plane, keyOf.node('n1'))).toEqual({
    candidateCell: expect.any(String),
  });
});

test('a nonce that equals the floor has not been used yet', async () => {
  const { outcome } = await placeTwo({ minNonce: nonce });
  expect(outcome).toEqual({ kind: 'placed' });
});

const otherClients: readonly [string, Partial<NodeRecord>][] = [
  ['has restarted', { epoch: 2 }],
  ['has become a supernode', { role: 'supernode' }],
  ['is switched off', { state: 'offline' }],
  ['has a home by now', { home: { supernode: 's9', epoch: 1 } }],
  ['has proven itself meanwhile', { provenEpoch: 1 }],
  ['has used a later nonce', { minNonce: nonce + 1 }],
];

test.each(otherClients)('nobody is placed when one of them %s', async (_, stored) => {
  const { plane, before, outcome } = await placeTwo(stored);
  expect(outcome).toEqual({ kind: 'changed', clients: [{ node: read, nonce }] });
  expect(plane.records()).toEqual(before);
});

test.each(otherClients)('a client that %s does not stand by', async (_, stored) => {
  const plane = await aControlPlane([{ ...read, ...stored }], []);
  const before = plane.records();
  const table = openTable(plane.runtime);
  expect(await commitStandBy(table, here, { node: read, nonce })).toBe(false);
  expect(plane.records()).toEqual(before);
});

test.each<[string, Partial<SupernodeRecord>]>([
  ['registrations at a later boot', { epoch: 2 }],
  ['has booted since', { nodeEpoch: 2 }],
  ['registrations another number of slots', { slots: 5 }],
  ['has one slot too few left', { used: 3 }],
  ['has a lease that ends now', { leaseUntilMs: noonMs }],
])('nobody is placed at a supernode that %s', async (_, registered) => {
  const { plane, before, outcome } = await placeTwo({}, registered);
  expect(outcome).toEqual({ kind: 'contended' });
  expect(plane.records()).toEqual(before);
});

test('a lease that ends in a millisecond is good enough', async () => {
  const { outcome } = await placeTwo({}, { leaseUntilMs: noonMs + 1 });
  expect(outcome).toEqual({ kind: 'placed' });
});

test('a client that was asked to move leaves the home that was read, and no other', async () => {
  const home = { supernode: 's9', epoch: 4 };
  const moving = { ...read, home };
  const plane = await aControlPlane([moving], [registration]);
  const place = () =>
    commitPlacements(
      openTable(plane.runtime),
      here,
      [{ node: moving, nonce }],
      registration,
      noonMs,
    );
  expect(await place()).toEqual({ kind: 'placed' });
  expect(plane.node('n1').home).toEqual({ supernode: 's1', epoch: 1 });
  expect(await place()).toEqual({ kind: 'changed', clients: [{ node: moving, nonce }] });
});
