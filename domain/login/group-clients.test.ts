import fc from 'fast-check';
import { aSupernode, noonMs, someSettings } from '#testing/domain/builders.ts';
import { placementGroupMax } from '../limits.ts';
import type { SupernodeRecord } from '../network.ts';
import { policies } from '../policies.ts';
import { groupClients } from './group-clients.ts';
import { placeClient } from './place-client.ts';

/** The groups as `s1: 8`, chosen by draws from the middle. */
const groupsOf = (
  supernodes: readonly SupernodeRecord[],
  clientCount: number,
  policy = policies.resilient,
) =>
  groupClients(supernodes, clientCount, policy, (registrations) =>
    placeClient(registrations, someSettings({ policy }), () => 0.5, noonMs),
  ).map(({ supernode, clientCount: count }) => `${supernode.nodeId}: ${count}`);

test('a batch that fits goes to one supernode', () => {
  expect(groupsOf([aSupernode()], 5)).toEqual(['s1: 5']);
});

test('no group is larger than one transaction should be', () => {
  const roomy = aSupernode({ slots: 100 });
  const max = placementGroupMax;
  expect(groupsOf([roomy], 2 * max + 3)).toEqual([`s1: ${max}`, `s1: ${max}`, 's1: 3']);
});

test('a group takes no more than the free slots, and the next one looks elsewhere', () => {
  const almostFull = aSupernode({ used: 8 });
  const other = aSupernode({ nodeId: 's2', used: 9 });
  expect(groupsOf([other, almostFull], 3)).toEqual(['s1: 2', 's2: 1']);
});

test('who finds no room is in no group', () => {
  expect(groupsOf([aSupernode({ used: 9 })], 3)).toEqual(['s1: 1']);
  expect(groupsOf([], 3)).toEqual([]);
});

test('under herd all groups go to the one that was emptiest when it was read', () => {
  const supernodes = [aSupernode({ used: 4 }), aSupernode({ nodeId: 's2', used: 2 })];
  expect(groupsOf(supernodes, 20, policies.herd)).toEqual(['s2: 8', 's2: 8', 's2: 4']);
});

test('a policy that keeps choosing a full supernode comes to an end', () => {
  const full = aSupernode({ used: 10 });
  const groups = groupClients([full], 3, policies.resilient, () => ({
    kind: 'chosen',
    supernode: full,
  }));
  expect(groups.map(({ clientCount }) => clientCount)).toEqual([1, 1, 1]);
});

test('no supernode is given more than it has free, and nobody is left out while one has', () => {
  const anRegistration = fc.record({
    slots: fc.integer({ min: 1, max: 20 }),
    used: fc.integer({ min: 0, max: 20 }),
  });
  const aDraw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(anRegistration, { maxLength: 8 }),
      fc.nat({ max: 60 }),
      aDraw,
      (some, asked, at) => {
        const registrations = some.map((one, index) => aSupernode({ ...one, nodeId: `s${index}` }));
        const groups = groupClients(registrations, asked, policies.resilient, (left) =>
          placeClient(left, someSettings(), () => at, noonMs),
        );
        for (const { nodeId, slots, used } of registrations) {
          const given = groups.filter(({ supernode }) => supernode.nodeId === nodeId);
          const count = given.reduce((sum, { clientCount }) => sum + clientCount, 0);
          expect(count).toBeLessThanOrEqual(Math.max(0, slots - used));
        }
        const free = registrations.reduce(
          (sum, { slots, used }) => sum + Math.max(0, slots - used),
          0,
        );
        const placed = groups.reduce((sum, { clientCount }) => sum + clientCount, 0);
        expect(placed).toBe(Math.min(asked, free));
      },
    ),
  );
});
