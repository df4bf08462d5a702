import { builtInDecisions } from '#domain/decisions.ts';
import { queueLimits } from '#domain/limits.ts';
import { aShape, noonMs, someSettings } from '#testing/domain/builders.ts';
import { openRandom } from '#twin/engine/random.ts';
import { openWheel } from '#twin/engine/timing-wheel.ts';
import { openMeters } from '#twin/meters/network-meters.ts';
import { cellsOf, populate } from '../build-network.ts';
import { noAggregation } from '../login/aggregated-clients.ts';
import { Network } from '../network-state.ts';
import { messageKind } from '../queues/message-pool.ts';
import { executedRedelays } from '../queues/redelays.ts';
import { serveHeal } from './heal-batch.ts';

/** A network on a quiet day: whatever step is taken ends heal. */
function quietNetwork(): Network {
  return networkWithWheel().network;
}

function networkWithWheel() {
  const wheel = openWheel({ capacity: 64, tieSeed: 7 });
  const settings = someSettings({ startsAtMs: noonMs });
  const shape = aShape();
  const cells = cellsOf(settings, shape, 0);
  const network = new Network({
    settings,
    shape,
    cells,
    random: openRandom(7),
    decisions: builtInDecisions,
    aggregation: noAggregation,
    redelays: executedRedelays,
    tickMs: 1,
    meters: openMeters({ settings, shape, random: () => 0.5 }),
    wheel,
  });
  for (const cell of cells) populate(network, cell, shape);
  return { network, wheel };
}

function firstCellOf({ cells }: Network) {
  const [cell] = cells;
  if (cell === undefined) throw new Error('expected a cell');
  return cell;
}

/** Delivers a heal step. @returns when its invocation ends */
function heal(network: Network, step: number, atMs: number): number {
  const message = network.messages.add(messageKind.healStep, 0, 0, 0, 0);
  network.messages.setExtra(message, step);
  return serveHeal(network, [message], atMs);
}

function meter(network: Network, name: string): number {
  return network.meters.snapshot()[name] ?? 0;
}

test('of two copies side by side one records that heal ends, and the other fails', () => {
  const network = quietNetwork();
  const endMs = heal(network, 0, noonMs);
  heal(network, 0, noonMs + 1);
  expect(network.counts).toMatchObject({ HealSteps: 1, MessagesFailed: 1, MessagesHandled: 1 });
  expect(firstCellOf(network).record).toMatchObject({ healStep: 1, healDueAtMs: null });
  expect(meter(network, 'dynamodb.conditionalFailures')).toBeGreaterThanOrEqual(1);
  expect(endMs).toBeGreaterThan(noonMs + 1);
});

test('a copy that failed is in flight for its visibility time-out, and void when it comes', () => {
  const network = quietNetwork();
  heal(network, 0, noonMs);
  heal(network, 0, noonMs + 1);
  const hiddenMs = queueLimits.heal.visibilitySeconds * 1000;
  expect(firstCellOf(network).healHiddenUntilMs).toBe(noonMs + 1 + hiddenMs);
  heal(network, 0, noonMs + 1 + hiddenMs);
  expect(network.counts).toMatchObject({ HealSteps: 1, MessagesFailed: 1, StaleEvents: 1 });
});

test('a copy that failed is put back into the queue, and a void one is not', () => {
  const { network, wheel } = networkWithWheel();
  const comeBack = (step: number, atMs: number) => {
    const before = wheel.pendingCount;
    heal(network, step, atMs);
    return wheel.pendingCount - before;
  };
  expect(comeBack(0, noonMs)).toBe(0);
  expect(comeBack(0, noonMs + 1)).toBe(1);
  expect(comeBack(0, noonMs + 600_000)).toBe(0);
});

test('of promotions that two copies make, the second is billed as conditions that failed', () => {
  const network = quietNetwork();
  const cell = firstCellOf(network);
  for (const registration of [...cell.registrations])
    network.removeRegistration(cell, registration);
  heal(network, 0, noonMs);
  const { Promotions: promoted } = network.counts;
  expect(promoted).toBeGreaterThan(0);
  const failures = meter(network, 'dynamodb.conditionalFailures');
  const entries = cell.candidateCount;
  heal(network, 0, noonMs + 1);
  expect(network.counts.Promotions).toBe(promoted);
  const failed = meter(network, 'dynamodb.conditionalFailures') - failures;
  expect(failed).toBeGreaterThanOrEqual(promoted);
  expect(cell.candidateCount).toBe(entries);
});

test('a copy that comes once the step is recorded is void', () => {
  const network = quietNetwork();
  heal(network, 0, heal(network, 0, noonMs));
  expect(network.counts).toMatchObject({ HealSteps: 1, MessagesFailed: 0, StaleEvents: 1 });
});

test('heal does not end while news is written that it has not seen', () => {
  const network = quietNetwork();
  firstCellOf(network).newsAtMs = noonMs + 60_000;
  heal(network, 0, noonMs);
  expect(network.counts).toMatchObject({ HealSteps: 0, MessagesFailed: 1 });
  expect(firstCellOf(network).record.healStep).toBe(0);
  heal(network, 0, noonMs + 120_000);
  expect(network.counts.HealSteps).toBe(1);
});

test('a step of a run that is over changes nothing and is followed by none', () => {
  for (const isOver of [true, false]) {
    const network = quietNetwork();
    if (isOver) network.finishedAtMs = noonMs - 60_000;
    heal(network, 0, noonMs);
    expect(network.counts.HealSteps).toBe(isOver ? 0 : 1);
    expect(firstCellOf(network).record.healStep).toBe(isOver ? 0 : 1);
    expect(network.counts).toMatchObject({ MessagesHandled: 1, StaleEvents: 0 });
  }
});
