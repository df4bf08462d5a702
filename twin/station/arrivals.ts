// When requests come: a rate over time, turned into moments.
import type { Random } from '#twin/engine/random.ts';
import { exponential } from './service-law.ts';
import type { LoadPhase, StationLoad } from './station.ts';

// Looked up once: a test's sandbox takes a quarter of a microsecond to find a global.
const { max, min, sqrt } = Math;
const never = Number.POSITIVE_INFINITY;

interface Stretch {
  readonly fromMs: number;
  readonly endMs: number;
  /** At its start, per millisecond. */
  readonly rate: number;
  /** By how much the rate rises in each millisecond. */
  readonly slope: number;
}

/**
 * Opens a load. @returns a function that gives the moment of the next request in milliseconds,
 * infinite once none comes any more
 *
 * A request comes whenever the rate's integral has grown by one, or by a draw of the exponential
 * law of mean one, which makes a Poisson process of any rate over time, exactly.
 */
export function openArrivals(
  { law, phases }: StationLoad,
  durationMs: number,
  random: Random,
): () => number {
  const stretches = phases.map((phase, index) =>
    stretchOf(phase, phases[index + 1]?.fromMs ?? durationMs),
  );
  // Rounding must not move the last request of a steady phase into the next one.
  const slack = law === 'deterministic' ? 1e-6 : 0;
  let index = 0;
  let atMs = 0;
  return () => {
    let need = law === 'poisson' ? exponential(1, random) : 1;
    for (let stretch = stretches[index]; stretch !== undefined; stretch = stretches[++index]) {
      const { rate, slope, fromMs, endMs } = stretch;
      const startMs = max(atMs, fromMs);
      const rateNow = rate + slope * (startMs - fromMs);
      const room = (rateNow + (slope * (endMs - startMs)) / 2) * (endMs - startMs);
      if (need <= room + slack) {
        atMs = min(endMs, startMs + timeToGather(need, rateNow, slope));
        return atMs;
      }
      need -= max(0, room);
    }
    return never;
  };
}

/** How many requests a load brings on average until the end. */
export function expectedArrivals({ phases }: StationLoad, durationMs: number): number {
  return phases
    .map((phase, index) => stretchOf(phase, phases[index + 1]?.fromMs ?? durationMs))
    .map(
      ({ fromMs, endMs, rate, slope }) =>
        (rate + (slope * (endMs - fromMs)) / 2) * (endMs - fromMs),
    )
    .reduce((sum, count) => sum + count, 0);
}

/** How many requests a second come at a moment. */
export function ratePerSecondAt({ phases }: StationLoad, durationMs: number, atMs: number): number {
  const index = max(
    0,
    phases.findLastIndex(({ fromMs }) => fromMs <= atMs),
  );
  const phase = phases[index];
  if (phase === undefined) return 0;
  const { fromMs, rate, slope } = stretchOf(phase, phases[index + 1]?.fromMs ?? durationMs);
  return 1000 * (rate + slope * (atMs - fromMs));
}

function stretchOf({ fromMs, ratePerSecond, toRatePerSecond }: LoadPhase, endMs: number): Stretch {
  const rate = ratePerSecond / 1000;
  const rise = (toRatePerSecond ?? ratePerSecond) / 1000 - rate;
  return { fromMs, endMs, rate, slope: rise / (endMs - fromMs) };
}

/** Solves `rate x + slope x² / 2 = need` in the form that loses no digits to a small slope. */
function timeToGather(need: number, rate: number, slope: number): number {
  return (2 * need) / (rate + sqrt(max(0, rate ** 2 + 2 * slope * need)));
}
