import fc from 'fast-check';
import { runStation } from './run-station.ts';
import type { Station } from './station.ts';
import { aStation, burstOf, clientsWith } from './station-builder.ts';
import { stationFaults } from './station-faults.ts';

const round = (value: number | null) => Math.round(value ?? Number.NaN);

test('a service with time to spare answers everybody at once', () => {
  const { counts, inQueueMs, inSystemMs, levels } = runStation(aStation());
  expect(counts).toMatchObject({ arrived: 49, attempts: 49, served: 49, retries: 0, gaveUp: 0 });
  expect([round(inQueueMs.p99Ms), round(inSystemMs.p99Ms)]).toEqual([0, 100]);
  expect(levels.inService).toBeCloseTo(0.49, 9);
});

test.each([
  ['fifo', [100, 200, 300, 400]],
  ['lifo', [100, 400, 300, 200]],
] as const)('%s: of four that come at once each has its turn', (discipline, endsMs) => {
  const ends: number[] = [];
  const station = aStation({
    load: burstOf(4),
    queue: { discipline, limit: 'none' },
    intervalMs: 100,
  });
  const { inSystemMs } = runStation(station, (number) => ends.push(number));
  expect(ends.map((number) => endsMs[number])).toEqual([100, 200, 300, 400]);
  expect([round(inSystemMs.meanMs), round(inSystemMs.p95Ms)]).toEqual([250, 400]);
});

test('several servers work at once, and the queue is for the rest', () => {
  const { levels, inQueueMs } = runStation(aStation({ servers: 3, load: burstOf(4) }));
  expect(round(inQueueMs.p99Ms)).toBe(100);
  expect(levels.inQueue * 10_000).toBeCloseTo(100, 1);
  expect(levels.inService * 10_000).toBeCloseTo(400, 9);
});

test('who finds the queue full is rejected, and asks again if it may', () => {
  const queue = { discipline: 'fifo', limit: 1 } as const;
  const once = runStation(aStation({ queue, load: burstOf(4) }));
  expect(once.counts).toMatchObject({ served: 2, rejected: 2, gaveUp: 2, retries: 0 });
  const backoff = { law: 'fixed', baseMs: 150, jitter: 'none' } as const;
  const clients = clientsWith({ retries: 1, backoff });
  const again = runStation(aStation({ queue, load: burstOf(4), clients }));
  // At 150 ms the queue has room for one of the two requests.
  expect(again.counts).toMatchObject({ served: 3, rejected: 3, gaveUp: 1, retries: 2 });
});

test('work for a client that has gone is done all the same, and is wasted', () => {
  const clients = clientsWith({ timeoutMs: 250 });
  const { counts, levels } = runStation(aStation({ clients, load: burstOf(4) }));
  expect(counts).toMatchObject({ served: 2, servedLate: 2, timedOut: 2, gaveUp: 2, abandoned: 0 });
  expect(levels.inService * 10_000).toBeCloseTo(400, 9);
});

test('a client that leaves the queue takes its attempt along, but not out of a server', () => {
  const clients = clientsWith({ timeoutMs: 250, abandonsQueue: true });
  const { counts, levels } = runStation(aStation({ clients, load: burstOf(4) }));
  expect(counts).toMatchObject({ served: 2, servedLate: 1, timedOut: 2, abandoned: 1 });
  expect(levels.inService * 10_000).toBeCloseTo(300, 9);
});

test('an answer in the last moment is in time', () => {
  const clients = clientsWith({ timeoutMs: 100 });
  expect(runStation(aStation({ clients })).counts).toMatchObject({ timedOut: 0, served: 49 });
});

test('servers that crash fail what they work on at once, and work again when they are back', () => {
  const events = [{ kind: 'servers-down', servers: 1, fromMs: 250, untilMs: 900 } as const];
  const { counts, series } = runStation(aStation({ events, load: burstOf(4), intervalMs: 100 }));
  expect(counts).toMatchObject({ served: 3, failed: 1, gaveUp: 1 });
  expect(series.map(({ served }) => served).slice(0, 11)).toEqual([
    0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1,
  ]);
});

test('a slow-down stretches what begins in it', () => {
  const events = [{ kind: 'slow-down', factor: 3, fromMs: 150, untilMs: 250 } as const];
  const { inSystemMs } = runStation(aStation({ events, load: burstOf(3) }));
  expect(round(inSystemMs.p99Ms)).toBe(600 - 100);
});

test('failures take their time, and each retry pauses longer', () => {
  const events = [{ kind: 'failures', share: 1, fromMs: 0, untilMs: 10_000 } as const];
  const backoff = { law: 'exponential', baseMs: 50, capMs: 1000, jitter: 'none' } as const;
  const clients = clientsWith({ retries: 2, backoff });
  const { counts, series } = runStation(
    aStation({ events, clients, load: burstOf(1), intervalMs: 10 }),
  );
  expect(counts).toMatchObject({ attempts: 3, failed: 3, gaveUp: 1, served: 0 });
  const failedAtMs = series.filter(({ failed }) => failed > 0).map(({ fromMs }) => fromMs);
  expect(failedAtMs).toEqual([100, 250, 450]);
});

test('what happens in the warm-up is in the series and in nothing else', () => {
  const cold = runStation(aStation());
  const warm = runStation(aStation({ warmUpMs: 5100 }));
  expect(warm.series).toEqual(cold.series);
  expect(warm.counts.arrived).toBe(24);
  expect(warm.levels.inService).toBeCloseTo(24 / 49, 9);
});

test('the last interval is as short as the run leaves it', () => {
  const { series } = runStation(aStation({ durationMs: 2500, intervalMs: 1000 }));
  expect(series.map(({ fromMs, arrived }) => [fromMs, arrived])).toEqual([
    [0, 4],
    [1000, 5],
    [2000, 3],
  ]);
});

test('the same seed gives the same run, another one another', () => {
  const json = (seed: number) => JSON.stringify(runStation({ ...oddStation, seed }));
  expect(json(5)).toBe(json(5));
  expect(json(5)).not.toBe(json(6));
});

test('another backoff meets the same arrivals', () => {
  const backoff = { law: 'fixed', baseMs: 5, jitter: 'full' } as const;
  const other = { ...oddStation, clients: { ...oddStation.clients, backoff } };
  const arrived = (station: Station) => runStation(station).series.map((one) => one.arrived);
  expect(arrived(other)).toEqual(arrived(oddStation));
});

test('a run without end is given up, with the moment that it came to', () => {
  expect(() => runStation(aStation(), () => {}, 20)).toThrow(
    /^the station has had 20 events by 2200 ms of its run: /,
  );
});

const oddStation = aStation({
  servers: 4,
  service: { law: 'lognormal', meanMs: 90, variation: 1.2 },
  queue: { discipline: 'lifo', limit: 12 },
  clients: clientsWith({
    timeoutMs: 400,
    retries: 'endless',
    backoff: { law: 'exponential', baseMs: 20, capMs: 900, jitter: 'decorrelated' },
  }),
  load: { law: 'poisson', phases: [{ fromMs: 0, ratePerSecond: 40, toRatePerSecond: 60 }] },
  events: [{ kind: 'servers-down', servers: 3, fromMs: 3000, untilMs: 4000 }],
});

const someStation: fc.Arbitrary<Station> = fc
  .record({
    seed: fc.nat(1e6),
    servers: fc.integer({ min: 1, max: 5 }),
    discipline: fc.constantFrom('fifo' as const, 'lifo' as const),
    limit: fc.constantFrom<number | 'none'>('none', 1, 7),
    timeoutMs: fc.constantFrom<number | 'none'>('none', 60, 400),
    retries: fc.constantFrom(0, 1, 5),
    abandonsQueue: fc.boolean(),
    ratePerSecond: fc.integer({ min: 5, max: 80 }),
    down: fc.boolean(),
    failing: fc.boolean(),
  })
  .map(({ seed, servers, discipline, limit, timeoutMs, retries, abandonsQueue, ...rest }) =>
    aStation({
      seed,
      servers,
      queue: { discipline, limit },
      durationMs: 120_000,
      service: { law: 'exponential', meanMs: 50 },
      clients: clientsWith({ timeoutMs, retries, abandonsQueue, backoff: pausing(retries) }),
      load: {
        law: 'poisson',
        phases: [
          { fromMs: 0, ratePerSecond: rest.ratePerSecond },
          { fromMs: 3000, ratePerSecond: 0 },
        ],
      },
      events: [
        ...(rest.down
          ? [{ kind: 'servers-down', servers: 1, fromMs: 500, untilMs: 900 } as const]
          : []),
        ...(rest.failing
          ? [{ kind: 'failures', share: 0.3, fromMs: 0, untilMs: 2000 } as const]
          : []),
      ],
    }),
  )
  .filter((station) => stationFaults(station).length === 0);

function pausing(retries: number): Station['clients']['backoff'] {
  return retries === 0
    ? { law: 'none' }
    : { law: 'exponential', baseMs: 5, capMs: 100, jitter: 'full' };
}

test('nobody gets lost: what came in went out, by one door each', () => {
  fc.assert(
    fc.property(someStation, (station) => {
      let ended = 0;
      const { counts, leftInSystem, stays, levels, series } = runStation(station, () => {
        ended += 1;
      });
      expect(leftInSystem).toBe(0);
      expect(counts.served + counts.gaveUp).toBe(counts.arrived);
      expect(ended).toBe(counts.arrived);
      expect(counts.attempts).toBe(counts.arrived + counts.retries);
      // Each attempt was rejected or stayed. Each stay was answered, was late, failed, or had not
      // ended.
      expect(stays.count + counts.rejected).toBe(counts.attempts);
      const { served, failed, timedOut, rejected } = counts;
      expect(served + failed + timedOut + rejected).toBeGreaterThanOrEqual(counts.attempts);
      expect(levels.inSystem * station.durationMs).toBeCloseTo(stays.totalMs, 3);
      const inSeries = series.reduce((sum, one) => sum + one.attempts + one.served, 0);
      expect(inSeries).toBe(counts.attempts + counts.served);
    }),
    { numRuns: 150 },
  );
});
