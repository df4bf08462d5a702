// The conditions of what a heal step writes, each by itself: one thing is not as it was read,
// everything else is, and nothing is written.
import { commitPromotion, retireSupernode } from '#adapters/network/heal-writer.ts';
import { commitStandBy } from '#adapters/network/placement-writer.ts';
import { openTable } from '#adapters/network/table.ts';
import type { NodeRecord, SupernodeRecord } from '#domain/network.ts';
import { aNode, aSupernode, aWaitingNode, here } from '#testing/domain/builders.ts';
import { aControlPlane, type ControlPlane } from '../control-plane.ts';
import { hiddenFields, keyOf, setHidden } from '../raw-item.ts';

const carrier = { eligible: true, claimedSlots: 10 } as const;
const waiting = aWaitingNode({ ...carrier, provenEpoch: 0 });
const standing: NodeRecord = { ...waiting, provenEpoch: 1 };
const registration = aSupernode({ nodeId: 'n1', leaseUntilMs: 9 });

/** A cell whose only node stands by, and whatever registrations there are. */
async function standingBy(registrations: readonly SupernodeRecord[] = []): Promise<ControlPlane> {
  const plane = await aControlPlane([waiting], registrations);
  const isDone = await commitStandBy(openTable(plane.runtime), here, { node: waiting, nonce: 1 });
  expect(isDone).toBe(true);
  return plane;
}

const promote = (plane: ControlPlane, candidate = standing, heldAt?: SupernodeRecord) =>
  commitPromotion(openTable(plane.runtime), here, candidate, heldAt, registration);

test('a promoted node has no home, no answer to a duplicate check, and no candidacy', async () => {
  const plane = await standingBy();
  await setHidden(plane, keyOf.node('n1'), 'duplicateCheck', {
    attempt: 16,
    messageId: 'm',
    nonce: 1,
  });
  expect(await promote(plane)).toBe(true);
  expect(plane.node('n1')).toMatchObject({ role: 'supernode', state: 'online', home: null });
  expect(await hiddenFields(plane, keyOf.node('n1'))).toEqual({});
  expect(plane.supernode('n1')).toEqual(registration);
  // It is no candidate any more, so that the same promotion is refused.
  expect(await promote(plane)).toBe(false);
});

test('a promoted node gives the slot back that it held, and only at that boot', async () => {
  const holder = aSupernode({ nodeId: 's1', used: 2 });
  const home = { supernode: 's1', epoch: 1 };
  const plane = await standingBy([holder]);
  const held = { ...standing, home };
  expect(await promote(plane, held, holder)).toBe(false);
  expect(await promote(plane, standing, { ...holder, epoch: 2 })).toBe(false);
  expect(plane.supernode('s1').used).toBe(2);
  expect(await promote(plane, standing, holder)).toBe(true);
  expect(plane.supernode('s1').used).toBe(1);
});

test.each<[string, Partial<NodeRecord>]>([
  ['has restarted', { epoch: 2 }],
  ['was not proven at this boot', { provenEpoch: 0 }],
  ['is a supernode already', { role: 'supernode' }],
  ['has a home by now', { home: { supernode: 's9', epoch: 1 } }],
])('nobody is promoted who %s', async (_, stored) => {
  const plane = await aControlPlane([{ ...standing, ...stored }], []);
  await setHidden(plane, keyOf.node('n1'), 'candidateCell', 'run-1#c0000');
  const before = plane.records();
  expect(await promote(plane, { ...standing })).toBe(false);
  expect(plane.records()).toEqual(before);
});

test('nobody is promoted who does not stand by', async () => {
  const plane = await aControlPlane([standing], []);
  await setHidden(plane, keyOf.node('n1'), 'candidateCell', undefined);
  expect(await promote(plane)).toBe(false);
  expect(plane.records().supernodes).toEqual([]);
});

test('an earlier registration is replaced, one of this boot or a later one is kept', async () => {
  for (const [epoch, isDone] of [
    [0, true],
    [1, false],
    [2, false],
  ] as const) {
    const kept = aSupernode({ nodeId: 'n1', epoch, used: 7 });
    const plane = await standingBy([kept]);
    expect(await promote(plane)).toBe(isDone);
    expect(plane.supernode('n1')).toEqual(isDone ? registration : kept);
  }
});

test('a supernode is retired at the boot that was read, and at no other', async () => {
  const plane = await aControlPlane([aNode()], [aSupernode({ epoch: 2 })]);
  const table = openTable(plane.runtime);
  await retireSupernode(table, here, aSupernode({ epoch: 1 }));
  expect(plane.records().supernodes).toHaveLength(1);
  await retireSupernode(table, here, aSupernode({ epoch: 2 }));
  expect(plane.records().supernodes).toEqual([]);
});
