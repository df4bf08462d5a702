import type { Station } from './station.ts';
import { aStation, clientsWith } from './station-builder.ts';
import { stationFaults } from './station-faults.ts';

test('a station that makes sense has no faults', () => {
  expect(stationFaults(aStation())).toEqual([]);
});

const retrying = { retries: 2, timeoutMs: 500 } as const;
const capBelowBase = { law: 'exponential', baseMs: 50, capMs: 20, jitter: 'full' } as const;

test.each<[string, Partial<Station>, RegExp]>([
  ['warmUpMs', { warmUpMs: 10_000 }, /leaves nothing of the run/],
  ['intervalMs', { intervalMs: 10_001 }, /longer than the run/],
  ['intervalMs', { intervalMs: 0.05 }, /200000 intervals are more than 100000/],
  ['load.phases.0.fromMs', phases(100, 5), /starts at 0/],
  ['load.phases', phases(0, 1e9), /more than 20000000/],
  ['load.phases', phases(0, 0), /no request ever comes/],
  ['queue.discipline', { queue: { discipline: 'lifo', limit: 0 } }, /leaves no queue/],
  ['clients.timeoutMs', { clients: clientsWith({ timeoutMs: 10_000 }) }, /can time out/],
  ['clients.abandonsQueue', { clients: clientsWith({ abandonsQueue: true }) }, /ever leaves/],
  ['clients.retries', { clients: clientsWith({ retries: 1 }) }, /nothing can fail/],
  [
    'clients.backoff',
    { clients: clientsWith({ backoff: { law: 'fixed', baseMs: 1, jitter: 'none' } }) },
    /there are no retries/,
  ],
  [
    'clients.backoff.capMs',
    { clients: clientsWith({ ...retrying, backoff: capBelowBase }) },
    /cap \(20 ms\) is below the base \(50 ms\)/,
  ],
  [
    'clients.backoff',
    {
      clients: clientsWith({ retries: 'endless' }),
      queue: { discipline: 'fifo', limit: 3 },
    },
    /same instant/,
  ],
  [
    'service.variation',
    { service: { law: 'hyperexponential', meanMs: 1, variation: 0.5 } },
    /take lognormal/,
  ],
  [
    'events.0.untilMs',
    { events: [{ kind: 'failures', share: 0.5, fromMs: 5, untilMs: 5 }] },
    /not after 5 ms/,
  ],
  [
    'events.0.servers',
    { events: [{ kind: 'servers-down', servers: 2, fromMs: 5, untilMs: 6 }] },
    /2 servers cannot go down: there are only 1/,
  ],
])('%s is refused with its reason (%j)', (field, different, reason) => {
  const faults = stationFaults(aStation(different));
  expect(faults).toEqual([{ field, reason: expect.stringMatching(reason) }]);
});

test('every fault is reported, not the first alone', () => {
  const queue = { discipline: 'lifo', limit: 0 } as const;
  const fields = stationFaults(aStation({ queue, warmUpMs: 20_000 })).map(({ field }) => field);
  expect(fields).toEqual(['warmUpMs', 'queue.discipline']);
});

function phases(fromMs: number, ratePerSecond: number): Partial<Station> {
  return { load: { law: 'poisson', phases: [{ fromMs, ratePerSecond }] } };
}
