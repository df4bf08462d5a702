import { builtInDecisions } from '#domain/decisions.ts';
import { windowIndexAt } from '#domain/login/serve-in-line.ts';
import { aShape, noonMs, someSettings, someSizes } from '#testing/domain/builders.ts';
import { openRandom } from '#twin/engine/random.ts';
import { openWheel } from '#twin/engine/timing-wheel.ts';
import { openMeters } from '#twin/meters/network-meters.ts';
import { cellsOf, populate } from '../build-network.ts';
import { noAggregation } from '../login/aggregated-clients.ts';
import { windowAt } from '../login/asked-windows.ts';
import { Network } from '../network-state.ts';
import { messageKind } from '../queues/message-pool.ts';
import { executedRedelays } from '../queues/redelays.ts';
import { serveMembership } from './membership-batch.ts';

const everyCallTakesItsMedian = () => 0.5;

function someNetwork(sizes = someSizes()): Network {
  const settings = someSettings({ startsAtMs: noonMs, sizes });
  const shape = aShape();
  const cells = cellsOf(settings, shape, 0);
  const random = openRandom(7);
  const network = new Network({
    settings,
    shape,
    cells,
    random,
    decisions: builtInDecisions,
    aggregation: noAggregation,
    redelays: executedRedelays,
    tickMs: 1,
    meters: openMeters({ settings, shape, random: everyCallTakesItsMedian }),
    wheel: openWheel({ capacity: 64, tieSeed: 7 }),
  });
  for (const cell of cells) populate(network, cell, shape);
  return network;
}

/** Restarts a client; clients come after the supernodes. */
function restart(network: Network, client: number, atMs: number): number {
  const message = network.messages.add(messageKind.restarted, 0, 10 + client, 2, 0);
  network.messages.setExtra(message, 0);
  return serveMembership(network, [message], atMs);
}

/** How many heal steps were sent so far: whatever a batch sends beside its one log-in. */
function healSteps(network: Network): number {
  const sends = network.meters.snapshot()['sqs.SendMessageBatch'] ?? 0;
  return sends - network.counts.NodesRestarted;
}

test('batches at the same time both call heal, and one after them does not', () => {
  const network = someNetwork();
  restart(network, 0, noonMs);
  expect(healSteps(network)).toBe(1);
  const endMs = restart(network, 1, noonMs + 1);
  expect(healSteps(network)).toBe(2);
  restart(network, 2, endMs + 1_000);
  expect(healSteps(network)).toBe(2);
  expect(network.cells[0]?.record.newsCount).toBe(3);
});

test('a heal step that is overdue is called and claimed anew', () => {
  const network = someNetwork();
  const endMs = restart(network, 0, noonMs);
  const { healOverdueMs } = network.settings.timings;
  restart(network, 1, endMs + healOverdueMs + 1_000);
  expect(healSteps(network)).toBe(2);
  restart(network, 2, endMs + healOverdueMs + 10_000);
  expect(healSteps(network)).toBe(2);
});

test('a supernode that protects itself restarts as of when that was decided', () => {
  const network = someNetwork(someSizes({ attemptsPerMinuteMax: 1 }));
  const { meters, messages, settings } = network;
  const cell = network.cell(0);
  cell.record.healDueAtMs = noonMs;
  windowAt(cell, windowIndexAt(settings.timings, noonMs)).count = 1_000;
  const [supernode] = cell.registrations.filter(({ operatorRun }) => !operatorRun);
  if (supernode === undefined) throw new Error('expected a supernode');
  const readsAtMs: number[] = [];
  const batch = meters.batch.bind(meters);
  meters.batch = (...begun) => {
    const run = batch(...begun);
    const readCell = run.readCell.bind(run);
    run.readCell = (nodeCount) => {
      readsAtMs.push(run.nowMs);
      readCell(nodeCount);
    };
    return run;
  };
  const sent: number[] = [];
  network.send = (message) => void sent.push(message);
  const renewal = messages.add(messageKind.renewed, 0, supernode.node, supernode.epoch, 0);
  serveMembership(network, [renewal], noonMs + 1);
  const restarts = sent.filter((message) => messages.kind(message) === messageKind.restarted);
  expect(restarts).toHaveLength(1);
  // First the cell is read, then the node once more, for the waves that it is due for.
  const [, decidedAtMs = 0] = readsAtMs;
  expect(restarts.map((message) => messages.due(message))).toEqual([
    Math.ceil(decidedAtMs - noonMs),
  ]);
});
