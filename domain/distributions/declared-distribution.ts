// What is not known of a month is declared: a distribution with its provenance and source, drawn
// from by one uniform number, so that a sweep can ask for a quantile as well as for a draw.

import type { Provenance } from '../scenario/scenario.ts';
import { unreachable } from '../unreachable.ts';
import { betaQuantile } from './beta-distribution.ts';

/** How a value that is not known varies. */
export type DistributionShape =
  | { readonly kind: 'fixed'; readonly value: number }
  | { readonly kind: 'uniform'; readonly min: number; readonly max: number }
  | {
      readonly kind: 'triangular';
      readonly min: number;
      readonly mode: number;
      readonly max: number;
    }
  /** Sigma is the standard deviation of the logarithm. */
  | { readonly kind: 'lognormal'; readonly median: number; readonly sigma: number }
  /** From 0 to 1: a share. */
  | { readonly kind: 'beta'; readonly mean: number; readonly sd: number };

/** A random input with where it comes from. */
export type DeclaredDistribution = DistributionShape & {
  readonly provenance: Provenance;
  /** Row in docs/facts.md, or the reason for a guess. */
  readonly source: string;
};

/**
 * The value below which the input stays with a given chance.
 * @param chance from 0 to 1, both excluded
 * @throws Error where the distribution makes no sense, e.g. a minimum above the maximum
 */
export function quantileOf(shape: DistributionShape, chance: number): number {
  const reason = whyImpossible(shape);
  if (reason !== null) throw new Error(`${shape.kind} distribution: ${reason}`);
  if (!(chance > 0 && chance < 1)) throw new Error(`expected a chance within 0 to 1: ${chance}`);
  switch (shape.kind) {
    case 'fixed':
      return shape.value;
    case 'uniform':
      return shape.min + chance * (shape.max - shape.min);
    case 'triangular':
      return triangularQuantile(shape, chance);
    case 'lognormal':
      return shape.median * Math.exp(shape.sigma * normalQuantile(chance));
    case 'beta': {
      const { a, b } = betaParameters(shape);
      return betaQuantile(a, b, chance);
    }
    default:
      return unreachable(shape);
  }
}

/** Why no variable has such a distribution, or null if one does. */
export function whyImpossible(shape: DistributionShape): string | null {
  const numbers = Object.values(shape).filter((one) => typeof one === 'number');
  if (!numbers.every(Number.isFinite)) return 'expected finite numbers';
  switch (shape.kind) {
    case 'fixed':
      return null;
    case 'uniform':
      return shape.min <= shape.max ? null : `min ${shape.min} is above max ${shape.max}`;
    case 'triangular':
      return shape.min <= shape.mode && shape.mode <= shape.max
        ? null
        : `expected min <= mode <= max, got ${shape.min}, ${shape.mode}, ${shape.max}`;
    case 'lognormal':
      return shape.median > 0 && shape.sigma >= 0
        ? null
        : `expected a median above 0 and a sigma of at least 0`;
    case 'beta':
      return whyNoBeta(shape);
    default:
      return unreachable(shape);
  }
}

function whyNoBeta({ mean, sd }: { mean: number; sd: number }): string | null {
  if (!(mean > 0 && mean < 1)) return `expected a mean within 0 to 1, got ${mean}`;
  const sdMax = Math.sqrt(mean * (1 - mean));
  return sd > 0 && sd < sdMax
    ? null
    : `with a mean of ${mean} expected an sd above 0 and below ${sdMax.toFixed(3)}, got ${sd}`;
}

function betaParameters({ mean, sd }: { mean: number; sd: number }): { a: number; b: number } {
  const total = (mean * (1 - mean)) / (sd * sd) - 1;
  return { a: mean * total, b: (1 - mean) * total };
}

function triangularQuantile(
  { min, mode, max }: { min: number; mode: number; max: number },
  chance: number,
): number {
  const width = max - min;
  if (width === 0) return min;
  if (chance < (mode - min) / width) return min + Math.sqrt(chance * width * (mode - min));
  return max - Math.sqrt((1 - chance) * width * (max - mode));
}

/** By halving: the normal distribution has no closed quantile. */
function normalQuantile(chance: number): number {
  // Beyond these bounds lies less than a draw of 32 bits can say.
  let low = -6.5;
  let high = 6.5;
  for (let round = 0; round < 60; round += 1) {
    const middle = (low + high) / 2;
    if (normalShareBelow(middle) < chance) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * The integral of the bell curve as a power series: x + x^3/3 + x^5/(3 5) + ..., times the bell.
 */
function normalShareBelow(x: number): number {
  let sum = 0;
  let term = x;
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    sum += term;
    term *= (x * x) / odd;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}
