// One aggregated request: what it says of itself when its turn comes.

import { builtInDecisions } from '#domain/decisions.ts';
import { policies } from '#domain/policies.ts';
import { aShape, minuteMs, noonMs, someSettings } from '#testing/domain/builders.ts';
import { openRandom } from '#twin/engine/random.ts';
import { openWheel } from '#twin/engine/timing-wheel.ts';
import { openMeters } from '#twin/meters/network-meters.ts';
import { cellsOf, populate } from './build-network.ts';
import { AggregatedRetries } from './login/aggregation.ts';
import { Network } from './network-state.ts';
import { messageKind } from './queues/message-pool.ts';
import { executedRedelays } from './queues/redelays.ts';

/** A quiet network whose clients ask again without backpressure, and who aggregates them. */
function aggregatingNetwork(): Network {
  const settings = someSettings({ startsAtMs: noonMs, policy: policies['no-backpressure'] });
  const shape = aShape();
  const cells = cellsOf(settings, shape, 0);
  const aggregation = new AggregatedRetries(() => network, openRandom(3), cells.length, noonMs);
  const network: Network = new Network({
    settings,
    shape,
    cells,
    random: openRandom(7),
    decisions: builtInDecisions,
    aggregation,
    redelays: executedRedelays,
    tickMs: 1,
    meters: openMeters({ settings, shape, random: () => 0.5 }),
    wheel: openWheel({ capacity: 64, tieSeed: 7 }),
  });
  for (const cell of cells) populate(network, cell, shape);
  return network;
}

test('a request is due when it was aggregated, and counts the attempts since then', () => {
  const network = aggregatingNetwork();
  const [cell] = network.cells;
  if (cell === undefined) throw new Error('expected a cell');
  // It was due long before it was aggregated: those attempts were counted when they were made.
  const message = network.messages.add(messageKind.login, cell.index, 30, 1, 0);
  network.messages.setAttempt(message, 5);
  const aggregatedAtMs = noonMs + 20 * minuteMs;
  network.nowMs = aggregatedAtMs;
  const request = { message, node: 30 };
  expect(network.aggregation.takes(cell, request, { kind: 'service-busy' }, aggregatedAtMs)).toBe(
    true,
  );
  expect(network.messages.due(message)).toBe(20 * minuteMs);
  const askedAtMs = aggregatedAtMs + 10 * minuteMs;
  network.nowMs = askedAtMs;
  expect(network.aggregation.ask(cell, askedAtMs)).toBe(message);
  // Ten minutes of a pause of 50 s, which the gathering of batches makes a little longer.
  const attempts = network.messages.attempt(message) - 5;
  expect(attempts).toBeGreaterThanOrEqual(10);
  expect(attempts).toBeLessThanOrEqual(12);
  expect(network.messages.due(message)).toBe(30 * minuteMs);
});
