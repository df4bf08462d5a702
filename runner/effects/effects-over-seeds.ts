// The effects of a factorial that was run with several seeds, with intervals, and in order of size.
import { studentPoint } from '../student-point.ts';
import { combinationCount, effectsOf, factorsIn, hasFactor } from './yates.ts';

/** What one factor, or some of them together, change. */
export interface Effect<Name extends string = string> {
  /** One factor: a main effect. Several: what they change together beyond what each changes. */
  readonly factors: readonly Name[];
  /** The mean over the seeds, in the unit of the measure. */
  readonly effect: number;
  /** The 95 % interval of the mean over the seeds; null with one seed. */
  readonly interval: readonly [low: number, high: number] | null;
  /** Its part of what differs between the combinations, from 0 to 1; 0 where nothing differs. */
  readonly variationShare: number;
  /** Whether the interval has no zero in it. */
  readonly isClear: boolean;
}

/** A factor's level means: plain sums, to be read beside its effects. */
export interface FactorMeans<Name extends string = string> {
  readonly factor: Name;
  /** The mean of all combinations without it, and with it. Their difference is its main effect. */
  readonly meanOff: number;
  readonly meanOn: number;
  /** The change when it is added to the combination of none. */
  readonly alone: number;
  /** The change when it is added to all others. */
  readonly last: number;
}

/** A factorial over its seeds. */
export interface Factorial<Name extends string = string> {
  /** The mean of all combinations and seeds. */
  readonly mean: number;
  /** From the largest to the smallest, whatever their sign. */
  readonly effects: readonly Effect<Name>[];
  readonly factors: readonly FactorMeans<Name>[];
}

/**
 * Works out a factorial. Each seed is a whole factorial of its own, in which all combinations meet
 * the same storm. So each effect has one value for each seed, and its interval is that of their
 * mean by Student's law. The part of the variation is Jain's allocation of variation (The Art of
 * Computer Systems Performance Analysis, 1991, chapter 17), of the means over the seeds.
 * @param bySeed for each seed the value of every combination, in Yates' order
 */
export function factorialOf<Name extends string>(
  names: readonly Name[],
  bySeed: readonly (readonly number[])[],
): Factorial<Name> {
  const each = bySeed.map(effectsOf);
  const groups = Array.from({ length: combinationCount(names.length) - 1 }, (_, at) => at + 1);
  const overall = (index: number) => meanOf(each.map((effects) => effects[index] ?? Number.NaN));
  const squares = groups.reduce((sum, group) => sum + overall(group) ** 2, 0);
  const effects = groups.map((group): Effect<Name> => {
    const values = each.map((one) => one[group] ?? Number.NaN);
    const effect = meanOf(values);
    const interval = intervalOf(values);
    return {
      factors: factorsIn(group, names),
      effect,
      interval,
      variationShare: squares === 0 ? 0 : effect ** 2 / squares,
      isClear: interval !== null && interval[0] * interval[1] > 0,
    };
  });
  const means = Array.from({ length: combinationCount(names.length) }, (_, combination) =>
    meanOf(bySeed.map((values) => values[combination] ?? Number.NaN)),
  );
  return {
    mean: overall(0),
    // Sorting is stable, so that equal effects stay in Yates' order.
    effects: effects.toSorted((a, b) => Math.abs(b.effect) - Math.abs(a.effect)),
    factors: names.map((name, factor) => factorMeans(name, factor, means)),
  };
}

function factorMeans<Name extends string>(
  factor: Name,
  index: number,
  means: readonly number[],
): FactorMeans<Name> {
  const at = (combination: number) => means[combination] ?? Number.NaN;
  const all = means.length - 1;
  return {
    factor,
    meanOff: meanOf(means.filter((_, combination) => !hasFactor(combination, index))),
    meanOn: meanOf(means.filter((_, combination) => hasFactor(combination, index))),
    alone: at(2 ** index) - at(0),
    last: at(all) - at(all - 2 ** index),
  };
}

function intervalOf(values: readonly number[]): [number, number] | null {
  const count = values.length;
  if (count < 2) return null;
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const half = studentPoint(count - 1) * Math.sqrt(squares / (count - 1) / count);
  return [mean - half, mean + half];
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
