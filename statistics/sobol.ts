// How much of an output's variance each input explains: first-order indices by Saltelli (2010) and
// total indices by Jansen (1999), from two independent samples A and B and, for each group of
// inputs, A with that group taken from B. So d groups and n rows cost n (d + 2) runs.
import { shuffle } from 'simple-statistics';
import type { Random } from '#domain/chance.ts';
import { bootstrapInterval } from './bootstrap.ts';
import type { Interval } from './jeffreys.ts';
import type { InputGroup } from './morris.ts';

/** The points of an analysis, row by row: A, B, and A with each group from B. */
export interface SobolDesign {
  readonly groups: readonly InputGroup[];
  /** Each from 0 to 1, one for each input. */
  readonly points: readonly (readonly number[])[];
}

/** How much of the variance a group of inputs explains. */
export interface SobolIndex {
  /** Alone. */
  readonly first: number;
  readonly firstInterval: Interval;
  /** Together with all others. What it lacks to 0 is all that fixing the group would lose. */
  readonly total: number;
  readonly totalInterval: Interval;
}

export function sobolDesign(
  groups: readonly InputGroup[],
  rowCount: number,
  random: Random,
): SobolDesign {
  const inputCount = groups.flat().length;
  const [a, b] = [
    latinSquare(rowCount, inputCount, random),
    latinSquare(rowCount, inputCount, random),
  ];
  const points = a.flatMap((fromA, row) => {
    const fromB = b[row] ?? [];
    const mixed = groups.map((group) =>
      fromA.map((value, input) => (group.includes(input) ? (fromB[input] ?? value) : value)),
    );
    return [fromA, fromB, ...mixed];
  });
  return { groups, points };
}

/**
 * The indices of each group. Where the output never changes there is nothing to explain: all are
 * NaN.
 * @param outputs of the points in their order; rows that are not complete do not count
 */
export function sobolIndices(
  { groups }: SobolDesign,
  outputs: readonly number[],
  random: Random,
): SobolIndex[] {
  const width = groups.length + 2;
  const rowCount = Math.floor(outputs.length / width);
  const columns = Array.from({ length: width }, (_, column) =>
    Float64Array.from(
      { length: rowCount },
      (_, row) => outputs[row * width + column] ?? Number.NaN,
    ),
  );
  const [a = new Float64Array(), b = new Float64Array(), ...mixed] = columns;
  const all = Int32Array.from({ length: rowCount }, (_, row) => row);
  return mixed.map((ofGroup) => {
    const used = { a, b, mixed: ofGroup };
    const interval = (which: 'first' | 'total') =>
      bootstrapInterval(rowCount, (rows) => indicesOf(rows, used)[which], random);
    return {
      ...indicesOf(all, used),
      firstInterval: interval('first'),
      totalInterval: interval('total'),
    };
  });
}

interface Columns {
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly mixed: Float64Array;
}

/** Both indices from some of the rows. */
function indicesOf(rows: Int32Array, { a, b, mixed }: Columns): { first: number; total: number } {
  const { average, variance } = spreadOf(rows, a, b);
  let products = 0;
  let squares = 0;
  for (const row of rows) {
    const change = valueAt(mixed, row) - valueAt(a, row);
    // Without the average, which has no part in the true value, chance would weigh more.
    products += (valueAt(b, row) - average) * change;
    squares += change * change;
  }
  return {
    first: products / rows.length / variance,
    total: squares / 2 / rows.length / variance,
  };
}

function spreadOf(rows: Int32Array, a: Float64Array, b: Float64Array) {
  let sum = 0;
  for (const row of rows) sum += valueAt(a, row) + valueAt(b, row);
  const average = sum / (2 * rows.length);
  let squares = 0;
  for (const row of rows)
    squares += (valueAt(a, row) - average) ** 2 + (valueAt(b, row) - average) ** 2;
  return { average, variance: squares / (2 * rows.length - 1) };
}

function valueAt(column: Float64Array, row: number): number {
  return column[row] ?? Number.NaN;
}

/**
 * Points that are spread evenly over each input: one in each of as many slices as there are rows.
 */
function latinSquare(rowCount: number, inputCount: number, random: Random): number[][] {
  const slices = Array.from({ length: rowCount }, (_, slice) => slice);
  const columns = Array.from({ length: inputCount }, () => shuffle(slices, random));
  return slices.map((row) => columns.map((column) => ((column[row] ?? 0) + random()) / rowCount));
}
