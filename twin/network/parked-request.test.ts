// One parked request: what it says of itself when its turn comes.

import { builtInDecisions } from '#domain/decisions.ts';
import { policies } from '#domain/policies.ts';
import { aShape, minuteMs, noonMs, someSettings } from '#testing/domain/builders.ts';
import { openRandom } from '#twin/engine/random.ts';
import { openWheel } from '#twin/engine/timing-wheel.ts';
import { openMeters } from '#twin/meters/network-meters.ts';
import { cellsOf, populate } from './build-network.ts';
import { ComputedRetries } from './login/parking.ts';
import { Network } from './network-state.ts';
import { executedHops } from './queues/hops.ts';
import { messageKind } from './queues/message-pool.ts';

/** A quiet network whose clients ask again without brakes, and who parks them. */
function parkingNetwork(): Network {
  const settings = someSettings({ startsAtMs: noonMs, policy: policies['no-brakes'] });
  const shape = aShape();
  const cells = cellsOf(settings, shape, 0);
  const parking = new ComputedRetries(() => network, openRandom(3), cells.length, noonMs);
  const network: Network = new Network({
    settings,
    shape,
    cells,
    random: openRandom(7),
    decisions: builtInDecisions,
    parking,
    hops: executedHops,
    tickMs: 1,
    meters: openMeters({ settings, shape, random: () => 0.5 }),
    wheel: openWheel({ capacity: 64, tieSeed: 7 }),
  });
  for (const cell of cells) populate(network, cell, shape);
  return network;
}

test('a request is due when it was parked, and counts the attempts since then', () => {
  const network = parkingNetwork();
  const [cell] = network.cells;
  if (cell === undefined) throw new Error('expected a cell');
  // It was due long before it was parked: those attempts were counted when they were made.
  const message = network.messages.add(messageKind.login, cell.index, 30, 1, 0);
  network.messages.setAttempt(message, 5);
  const parkedAtMs = noonMs + 20 * minuteMs;
  network.nowMs = parkedAtMs;
  const request = { message, node: 30 };
  expect(network.parking.takes(cell, request, { kind: 'service-busy' }, parkedAtMs)).toBe(true);
  expect(network.messages.due(message)).toBe(20 * minuteMs);
  const askedAtMs = parkedAtMs + 10 * minuteMs;
  network.nowMs = askedAtMs;
  expect(network.parking.ask(cell, askedAtMs)).toBe(message);
  // Ten minutes of a pause of 50 s, which the gathering of batches makes a little longer.
  const attempts = network.messages.attempt(message) - 5;
  expect(attempts).toBeGreaterThanOrEqual(10);
  expect(attempts).toBeLessThanOrEqual(12);
  expect(network.messages.due(message)).toBe(30 * minuteMs);
});
