import fc from 'fast-check';
import { nextRenewalAtMs } from '#domain/membership/renewal-time.ts';
import type { NodeRecord } from '#domain/network.ts';
import { wantsOnline } from '#domain/storm/day-profile.ts';
import { type CellPopulation, quietDay } from '#domain/storm/population.ts';
import { buildNetwork, type DrawnPlan, drawPlan } from '#testing/twin/drawn-network.ts';
import type { Cell } from './cell.ts';
import { recordOf } from './login/login-record.ts';
import type { Network } from './network-state.ts';
import { nodeField, nodeFlag, nodeStride } from './node-table.ts';
import { messageKind } from './queues/message-pool.ts';

/** What `seedRun` stores, and what it sends. */
function seededCells({ settings, shape }: DrawnPlan): CellPopulation[] {
  const { seed, startsAtMs, timings } = settings;
  const isOn = (node: Parameters<typeof wantsOnline>[0]) => wantsOnline(node, settings, startsAtMs);
  return [...quietDay(shape, seed, startsAtMs + timings.leaseMs, isOn)];
}

function nodesOf(network: Network, cell: Cell): NodeRecord[] {
  return Array.from({ length: cell.nodeCount }, (_, at) => {
    const { minNonce, ...record } = recordOf(network, cell, cell.base + at);
    return { ...record, minNonce: minNonce - network.startMs };
  });
}

/** A registration without what the twin alone has. */
function registrationsOf({ registrations }: Cell) {
  return registrations.map(
    ({ id, node, before, isGone, isRenewed, ...registration }) => registration,
  );
}

const seeds = fc.nat(2 ** 31 - 1);

test('a network is, node for node and supernode for supernode, what a run is seeded with', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const plan = drawPlan(seed);
      const network = buildNetwork(plan);
      const expected = seededCells(plan);
      expect(network.cells.map(({ name }) => name)).toEqual(plan.settings.cells);
      for (const [at, cell] of network.cells.entries()) {
        expect(nodesOf(network, cell)).toEqual(expected[at]?.nodes);
        expect(registrationsOf(cell)).toEqual(expected[at]?.supernodes);
        expect(cell.record).toEqual(expected[at]?.cell);
      }
    }),
    { numRuns: 60 },
  );
});

test('candidates are the nodes that the index names: eligible clients that are on', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const plan = drawPlan(seed);
      const network = buildNetwork(plan);
      for (const [at, cell] of network.cells.entries()) {
        const nodes = seededCells(plan)[at]?.nodes ?? [];
        const named = nodes.filter(
          ({ role, eligible, state }) => role === 'client' && eligible && state === 'online',
        );
        const flagged = Array.from(
          { length: cell.nodeCount },
          (_, node) => network.nodes[(cell.base + node) * nodeStride + nodeField.flags] ?? 0,
        );
        expect(flagged.filter((flags) => (flags & nodeFlag.candidate) !== 0).length).toBe(
          named.length,
        );
        expect(cell.candidateCount).toBe(named.length);
        expect(cell.homedCandidateCount).toBe(named.length);
      }
    }),
    { numRuns: 30 },
  );
});

test('every registration reports first when the domain says, the operator too', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const plan = drawPlan(seed);
      const network = buildNetwork(plan);
      const { settings } = plan;
      const { messages, startMs } = network;
      const sent = Array.from({ length: messages.size }, (_, id) => ({
        kind: messages.kind(id),
        cell: messages.cell(id),
        node: messages.node(id),
        epoch: messages.epoch(id),
        due: messages.due(id),
      }));
      const expected = network.cells.flatMap(({ name, index, registrations }) =>
        registrations.map(({ node, nodeId }) => {
          const dueAtMs = nextRenewalAtMs(name, nodeId, settings, settings.startsAtMs);
          const due = Math.ceil(dueAtMs - startMs);
          return { kind: messageKind.renewed, cell: index, node, epoch: 1, due };
        }),
      );
      expect(sent).toEqual(expected);
    }),
    { numRuns: 30 },
  );
});

test('some cells alone are built as they are among all', () => {
  fc.assert(
    fc.property(seeds, fc.nat(3), (seed, from) => {
      const plan = drawPlan(seed);
      const { settings } = plan;
      const firstCell = Math.min(from, settings.cells.length - 1);
      const some = { ...settings, cells: settings.cells.slice(firstCell) };
      const whole = buildNetwork(plan);
      const part = buildNetwork({ ...plan, settings: some }, firstCell);
      for (const [at, cell] of part.cells.entries()) {
        const same = whole.cells[firstCell + at];
        if (same === undefined) throw new Error('expected the cell among all');
        expect(nodesOf(part, cell)).toEqual(nodesOf(whole, same));
        expect(cell.newcomersMax).toBe(same.newcomersMax);
      }
    }),
    { numRuns: 30 },
  );
});
