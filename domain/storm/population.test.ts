import fc from 'fast-check';
import { aShape, aZone, hourMs, noonMs } from '#testing/domain/builders.ts';
import { checkNetwork } from '../invariants/check-network.ts';
import { signedInCount } from '../network.ts';
import { cellIds, type PopulationShape, quietDay, supernodesOf } from './population.ts';

const leaseUntilMs = noonMs + hourMs;
const build = (some: Partial<PopulationShape> = {}, seed = 1) => [
  ...quietDay(aShape(some), seed, leaseUntilMs),
];

/** Shapes whose cells have somebody in them, and slots even where half a supernode is missing. */
const anyShape = fc
  .record({
    cellCount: fc.integer({ min: 1, max: 5 }),
    nodesPerCell: fc.integer({ min: 1, max: 60 }),
    spare: fc.nat({ max: 4 }),
    clientsPerSupernode: fc.integer({ min: 1, max: 40 }),
    operatorSlots: fc.nat({ max: 10 }),
    eligibleShare: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ nodesPerCell, spare, ...shape }) =>
    aShape({
      ...shape,
      nodeCount: nodesPerCell * shape.cellCount + (spare % shape.cellCount),
      slotsPerSupernode: Math.ceil(1.5 * (shape.clientsPerSupernode + 1)),
    }),
  );

test('on a quiet day of any shape everybody is online and every invariant holds', () => {
  fc.assert(
    fc.property(anyShape, fc.nat(), (shape, seed) => {
      const cells = [...quietDay(shape, seed, leaseUntilMs)];
      const nodes = cells.flatMap((one) => one.nodes);
      const supernodes = cells.flatMap((one) => one.supernodes);
      const rows = cells.map(({ cell }) => cell);
      expect(checkNetwork({ cells: rows, nodes, supernodes }, noonMs)).toEqual({
        populationCount: shape.nodeCount,
        onlineCount: shape.nodeCount,
        violations: [],
      });
      expect(signedInCount(supernodes, noonMs)).toBe(shape.nodeCount);
    }),
  );
});

test('every node is in one cell, and cells differ by at most one node', () => {
  fc.assert(
    fc.property(anyShape, (shape) => {
      const cells = [...quietDay(shape, 1, leaseUntilMs)];
      expect(cells.map(({ cell }) => cell.cell)).toEqual(cellIds(shape.cellCount));
      const names = cells.flatMap(({ nodes }) => nodes.map(({ nodeId }) => nodeId));
      expect(new Set(names).size).toBe(shape.nodeCount);
      const sizes = cells.map(({ cell }) => cell.population);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      for (const { cell, nodes } of cells) expect(nodes).toHaveLength(cell.population);
    }),
  );
});

test('clients are spread evenly over the supernodes of their cell', () => {
  const [cell] = build({ nodeCount: 43, clientsPerSupernode: 9 });
  const used = (cell?.supernodes ?? []).filter((one) => !one.operatorRun).map((one) => one.used);
  expect(used).toEqual([10, 10, 10, 9]);
});

test('the same seed builds the same network, another one another', () => {
  expect(build({}, 1)).toEqual(build({}, 1));
  expect(build({}, 1)).not.toEqual(build({}, 2));
});

test('clients and supernodes live in the zones in proportion to their own shares', () => {
  const east = { ...aZone, utcOffsetMinutes: 540, nodeShare: 3, supernodeShare: 1 };
  const west = { ...aZone, utcOffsetMinutes: -300, nodeShare: 1, supernodeShare: 1 };
  const nodes = build({ nodeCount: 4_000, zones: [east, west] }).flatMap((one) => one.nodes);
  const eastShareOf = (role: string) => {
    const some = nodes.filter((node) => node.role === role);
    return some.filter((node) => node.utcOffsetMinutes === 540).length / some.length;
  };
  expect(Math.abs(eastShareOf('client') - 0.75)).toBeLessThan(0.04);
  // Of the 400 supernodes one standard deviation is 0.025 of them.
  expect(Math.abs(eastShareOf('supernode') - 0.5)).toBeLessThan(0.125);
});

test('every supernode could be one again, and of the others the eligible share could', () => {
  const nodes = build({ nodeCount: 4_000 }).flatMap((one) => one.nodes);
  expect(nodes.filter((node) => node.role === 'supernode').every((node) => node.eligible)).toBe(
    true,
  );
  const clients = nodes.filter((node) => node.role === 'client');
  const share = clients.filter((node) => node.eligible).length / clients.length;
  expect(Math.abs(share - 0.3)).toBeLessThan(0.04);
});

test('a network without zones is a mistake that is named', () => {
  expect(() => build({ zones: [] })).toThrow(/at least one zone/);
});

test('whoever is switched off on the quiet day holds no slot and is not counted as demand', () => {
  fc.assert(
    fc.property(anyShape, fc.nat(), fc.integer({ min: 1, max: 4 }), (shape, seed, every) => {
      const isOn = ({ nodeId }: { nodeId: string }) => Number(nodeId.slice(1)) % every === 0;
      const cells = [...quietDay(shape, seed, leaseUntilMs, isOn)];
      const nodes = cells.flatMap((one) => one.nodes);
      const supernodes = cells.flatMap((one) => one.supernodes);
      const on = nodes.filter((node) => node.role === 'supernode' || isOn(node));
      const rows = cells.map(({ cell }) => cell);
      expect(checkNetwork({ cells: rows, nodes, supernodes }, noonMs)).toEqual({
        populationCount: on.length,
        onlineCount: on.length,
        violations: [],
      });
    }),
  );
});

test('a small cell has a slot for each client, too', () => {
  const shape = { clientsPerSupernode: 31, slotsPerSupernode: 46 };
  expect([1, 47, 48, 95, 800].map((nodes) => supernodesOf(shape, nodes))).toEqual([1, 1, 2, 3, 25]);
  // A network that is set to have more clients than slots has them.
  expect(supernodesOf({ clientsPerSupernode: 9, slotsPerSupernode: 4 }, 100)).toBe(10);
});
