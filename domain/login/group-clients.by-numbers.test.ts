import fc from 'fast-check';
import { aSupernode, noonMs, someSettings } from '#testing/domain/builders.ts';
import { policies } from '../policies.ts';
import { takeInGroups } from './group-clients.by-numbers.ts';
import { groupClients } from './group-clients.ts';
import { placeClient } from './place-client.ts';

/** The same draws for whoever draws. */
const drawsOf = (seed: number) => {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
};

test('groups are taken as they are chosen on records, with the same draws', () => {
  const registrations = fc.array(
    fc.record({
      slots: fc.integer({ min: 1, max: 20 }),
      used: fc.nat(6),
      leaseUntilMs: fc.constantFrom(noonMs, noonMs + 1, noonMs + 2),
    }),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(registrations, fc.nat(30), fc.nat(1_000), (some, count, seed) => {
      const known = some.map((one, index) => aSupernode({ ...one, nodeId: `s${index}` }));
      const random = drawsOf(seed);
      const groups = groupClients(known, count, policies.resilient, (supernodes) =>
        placeClient(supernodes, someSettings(), random, noonMs),
      );
      const taken: [string, number][] = [];
      let next = 0;
      const live = known.map((one) => ({ ...one }));
      takeInGroups(live, count, [], drawsOf(seed), noonMs, (registration, from, size) => {
        expect(from).toBe(next);
        next += size;
        registration.used += size;
        taken.push([registration.nodeId, size]);
      });
      expect(taken).toEqual(groups.map((one) => [one.supernode.nodeId, one.clientCount]));
    }),
  );
});
