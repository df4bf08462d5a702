import fc from 'fast-check';
import { HomedClients } from './homed-clients.ts';

const nodeCount = 8;

test('each registration has those clients that were added and not taken away since', () => {
  const step = fc.record({ node: fc.nat(nodeCount - 1), home: fc.nat(200) });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const homed = new HomedClients(nodeCount);
      const homes = new Map<number, number>();
      for (const { node, home } of steps) {
        const before = homes.get(node);
        if (before !== undefined) homed.remove(node, before);
        homed.add(node, home);
        homes.set(node, home);
      }
      for (const { home } of steps) {
        const found: number[] = [];
        homed.appendTo(found, home);
        const there = [...homes].filter(([, at]) => at === home).map(([node]) => node);
        expect(found.sort()).toEqual(there.sort());
      }
    }),
  );
});

test('a registration that nobody was ever homed at has nobody', () => {
  const found: number[] = [];
  new HomedClients(nodeCount).appendTo(found, 1_000);
  expect(found).toEqual([]);
});
