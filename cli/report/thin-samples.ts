// A picture needs no more points than it has columns: fewer make a file that can be sent.

import type { Sample } from '#runner/result.ts';

/** So many stretches of time, with the lowest and the highest sample of each, look like all. */
const stretchesMax = 200;

/** The samples to draw: where there are many, the extremes of each stretch, in order. */
export function thinSamples(
  samples: readonly Sample[],
  heightOf: (sample: Sample) => number,
): readonly Sample[] {
  return divided(samples).flatMap((stretch, index, all) => {
    const heights = stretch.map(heightOf);
    const low = heights.indexOf(Math.min(...heights));
    const high = heights.indexOf(Math.max(...heights));
    const places = new Set([low, high, ...(index === all.length - 1 ? [stretch.length - 1] : [])]);
    return stretch.filter((_, place) => places.has(place));
  });
}

/** Of a curve in steps only the samples where it steps, and the last. */
export function stepsOf(
  samples: readonly Sample[],
  isSame: (a: Sample, b: Sample) => boolean,
): readonly Sample[] {
  return samples.filter((sample, index) => {
    const before = samples[index - 1];
    return before === undefined || index === samples.length - 1 || !isSame(sample, before);
  });
}

/** A stretch of a curve: how high it is in the middle, and between what it swings. */
export interface Stretch {
  readonly atMs: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** The stretches of a curve of many samples; each sample is one where there are few. */
export function stretchesOf(
  samples: readonly Sample[],
  heightOf: (sample: Sample) => number,
): readonly Stretch[] {
  return divided(samples).map((stretch, index, all) => {
    const heights = stretch.map(heightOf);
    const sum = heights.reduce((total, height) => total + height, 0);
    return {
      atMs: placeOf(stretch, index === 0, index === all.length - 1)?.atMs ?? 0,
      mean: sum / heights.length,
      low: Math.min(...heights),
      high: Math.max(...heights),
    };
  });
}

/** Where a stretch is drawn: in its middle, but the first and the last one at the run's ends. */
function placeOf(stretch: readonly Sample[], isFirst: boolean, isLast: boolean) {
  if (isFirst) return stretch[0];
  return isLast ? stretch.at(-1) : stretch[Math.floor(stretch.length / 2)];
}

/** Stretches of the same time, but for empty ones; of few samples each is a stretch. */
function divided(samples: readonly Sample[]): (readonly Sample[])[] {
  if (samples.length <= 2 * stretchesMax) return samples.map((sample) => [sample]);
  const startMs = samples[0]?.atMs ?? 0;
  const spanMs = (samples.at(-1)?.atMs ?? startMs) - startMs || 1;
  const stretches: Sample[][] = Array.from({ length: stretchesMax }, () => []);
  for (const sample of samples) {
    const at = Math.floor(((sample.atMs - startMs) / spanMs) * stretchesMax);
    stretches[Math.min(at, stretchesMax - 1)]?.push(sample);
  }
  return stretches.filter(({ length }) => length > 0);
}
