// Turns the rate of a load into the times of its requests.
import type { Random } from '#twin/engine/random.ts';
import { exponential } from './service-law.ts';
import type { LoadPhase, StationLoad } from './station.ts';

// Read once: in a test's sandbox each access to a global takes a quarter of a microsecond.
const { max, min, sqrt } = Math;
const never = Number.POSITIVE_INFINITY;

interface Stretch {
  readonly fromMs: number;
  readonly endMs: number;
  /** The rate at the stretch's start, in requests per millisecond. */
  readonly rate: number;
  /** How much the rate rises in each millisecond. */
  readonly slope: number;
}

/**
 * Opens a load. @returns a function that gives the time of the next request in milliseconds;
 * infinite when no more come
 *
 * The next request comes when the rate's integral has grown by a certain amount. For the
 * deterministic law the amount is 1. For the Poisson law it is drawn from the exponential law with
 * mean 1, which gives an exact Poisson process for any rate over time.
 */
export function openArrivals(
  { law, phases }: StationLoad,
  durationMs: number,
  random: Random,
): () => number {
  const stretches = phases.map((phase, index) =>
    stretchOf(phase, phases[index + 1]?.fromMs ?? durationMs),
  );
  // Without this slack, rounding could move the last request of a steady phase into the next phase.
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

/** How many requests a load brings on average over the whole run. */
export function expectedArrivals({ phases }: StationLoad, durationMs: number): number {
  return phases
    .map((phase, index) => stretchOf(phase, phases[index + 1]?.fromMs ?? durationMs))
    .map(
      ({ fromMs, endMs, rate, slope }) =>
        (rate + (slope * (endMs - fromMs)) / 2) * (endMs - fromMs),
    )
    .reduce((sum, count) => sum + count, 0);
}

/** The rate of a load at one moment, in requests per second. */
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

/**
 * Solves `rate x + slope x² / 2 = need` for x. This form loses no digits when the slope is small.
 */
function timeToGather(need: number, rate: number, slope: number): number {
  return (2 * need) / (rate + sqrt(max(0, rate ** 2 + 2 * slope * need)));
}
