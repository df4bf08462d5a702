// Clients that give up: what is late, who leaves the queue, and that no time gets lost.
import type { Station } from '#twin/station/station.ts';
import { abandonedShare } from './known/closed-forms.ts';
import { exactly, type KnownResult } from './known/known-result.ts';
import { measuredRows } from './known/measured-rows.ts';
import { plainStation } from './plain-station.ts';
import type { ValidationRun } from './twin-parts.ts';

/** Work for clients that are gone, and queues that they leave. */
export function impatience({ seed, parts, scaled }: ValidationRun): KnownResult[] {
  const at = { requests: scaled(16_000), warmUpMs: 500 };
  const source = 'derived from M/M/1, 3.28';
  const values = [
    {
      name: 'M/M/1, load 0.7, time-out 5, work goes on: share late',
      source,
      known: Math.exp(-0.3 * 5),
    },
    {
      name: 'M/M/1, load 1.2, time-out 3, queue is left: share that leaves',
      source,
      known: abandonedShare(1.2, 3),
    },
  ];
  return measuredRows(seed, values, (runSeed) => {
    const staying = { seed: runSeed, clients: waitingFor(5, false) };
    const late = parts.runStation(plainStation(0.7, at, staying)).counts;
    const leaving = { seed: runSeed, clients: waitingFor(3, true) };
    const left = parts.runStation(plainStation(1.2, at, leaving)).counts;
    return [late.servedLate / (late.served + late.servedLate), left.abandoned / left.arrived];
  });
}

function waitingFor(timeoutMs: number, abandonsQueue: boolean): Station['clients'] {
  return { timeoutMs, retries: 0, backoff: { law: 'none' }, abandonsQueue };
}

/**
 * Little's law for a station of odd parameters that empties at its end: then the number in it,
 * summed over time, is the time in it, summed over attempts, whatever the laws.
 */
export function littlesLaw({ seed, parts, scaled }: ValidationRun): KnownResult[] {
  const station = oddStation(seed, scaled(20_000));
  const { levels, stays, leftInSystem } = parts.runStation(station);
  const source = "Little's law, 3.28";
  const name = 'odd station: LIFO, lognormal, crashes, jitter';
  const ratio = (levels.inSystem * station.durationMs) / stays.totalMs;
  return [
    exactly({ name: `${name}; number / time in it`, source, known: 1 }, ratio),
    exactly({ name: `${name}; left at the end`, source, known: 0 }, leftInSystem),
  ];
}

function oddStation(seed: number, busyMs: number): Station {
  return {
    ...plainStation(1, { requests: 1, warmUpMs: 0 }),
    servers: 3,
    service: { law: 'lognormal', meanMs: 3.3, variation: 1.7 },
    queue: { discipline: 'lifo', limit: 37 },
    clients: {
      timeoutMs: 41,
      retries: 4,
      backoff: { law: 'exponential', baseMs: 7, capMs: 500, jitter: 'decorrelated' },
      abandonsQueue: true,
    },
    load: {
      law: 'poisson',
      phases: [
        { fromMs: 0, ratePerSecond: 400, toRatePerSecond: 1400 },
        { fromMs: busyMs, ratePerSecond: 0 },
      ],
    },
    events: [
      { kind: 'servers-down', servers: 2, fromMs: busyMs / 5, untilMs: busyMs / 4 },
      { kind: 'slow-down', factor: 1.5, fromMs: busyMs / 2, untilMs: busyMs * 0.6 },
      { kind: 'failures', share: 0.1, fromMs: 0, untilMs: busyMs },
    ],
    // Long enough for the last retries, after at most 500 ms each.
    durationMs: busyMs + 10_000,
    warmUpMs: 0,
    intervalMs: 1000,
    seed,
  };
}
