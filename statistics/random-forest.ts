// A random forest (Breiman 2001): many trees, each grown on a draw of the rows with a few columns
// tried at each split. For classes the targets are one column a class, and the mean of a leaf is
// the share of each class in it; the sum of their variances is then Gini's impurity.
import { groupBy } from '#domain/group-by.ts';
import { openRandom, type Random } from '#twin/engine/random.ts';

/** What a forest learns from: a row of numbers for each case, and what is to be told of it. */
export interface Cases {
  readonly rows: readonly (readonly number[])[];
  /** As many numbers for each case as there are targets. */
  readonly targets: readonly (readonly number[])[];
  /** Cases of one group are drawn together; absent: each case is a group of its own. */
  readonly groups?: readonly number[] | undefined;
}

/** How a forest is grown. */
export interface ForestOptions {
  readonly trees: number;
  /** A leaf has at least so many cases. */
  readonly leafMin: number;
  readonly seed: number;
  /** Columns tried at each split; the root of their number when absent. */
  readonly columnsTried?: number;
}

/** A grown forest. */
export interface Forest {
  /** The mean of the leaves that a row falls into. */
  predict(row: readonly number[]): number[];
  /**
   * For each case the mean of the trees that were grown without it; null where every tree was grown
   * with it.
   */
  readonly outOfBag: readonly (readonly number[] | null)[];
}

/** Grows a forest. The same cases and options give the same forest. @param cases at least one */
export function growForest(cases: Cases, options: ForestOptions): Forest {
  const { rows, targets } = cases;
  const ranked = rankedCases(cases);
  const random = openRandom(options.seed);
  const targetCount = targets[0]?.length ?? 0;
  const groups = groupsOf(cases);
  const sums = rows.map(() => new Float64Array(targetCount));
  const counts = new Int32Array(rows.length);
  const trees = Array.from({ length: options.trees }, () => {
    const drawn = Int32Array.from(
      groups.flatMap(() => groups[Math.floor(random() * groups.length)] ?? []),
    );
    const tree = grow(ranked, drawn, options, random);
    const inBag = new Set(drawn);
    for (const [index, row] of rows.entries()) {
      if (inBag.has(index)) continue;
      addTo(sums[index]!, leafOf(tree, row));
      counts[index]! += 1;
    }
    return tree;
  });
  return {
    predict(row) {
      const sum = new Float64Array(targetCount);
      for (const tree of trees) addTo(sum, leafOf(tree, row));
      return Array.from(sum, (one) => one / trees.length);
    },
    outOfBag: sums.map((sum, index) =>
      counts[index] === 0 ? null : Array.from(sum, (one) => one / counts[index]!),
    ),
  };
}

/** The cases of each group. */
function groupsOf({ rows, groups }: Cases): number[][] {
  const indices = Array.from(rows.keys());
  return [...groupBy(indices, (index) => groups?.[index] ?? index).values()];
}

type Tree =
  | { readonly mean: Float64Array }
  | { readonly column: number; readonly limit: number; readonly below: Tree; readonly above: Tree };

function grow(cases: Ranked, drawn: Int32Array, options: ForestOptions, random: Random): Tree {
  const split =
    drawn.length < 2 * options.leafMin ? null : bestSplit(cases, drawn, options, random);
  if (split === null) return { mean: meanOf(cases, drawn) };
  const { column, limit } = split;
  const isBelow = (index: number) => cases.values[column]![index]! <= limit;
  const below = grow(cases, drawn.filter(isBelow), options, random);
  const above = grow(
    cases,
    drawn.filter((index) => !isBelow(index)),
    options,
    random,
  );
  return { column, limit, below, above };
}

interface Split {
  readonly column: number;
  readonly limit: number;
  /** What the squares of the sums in both parts come to: the more, the purer they are. */
  readonly purity: number;
}

/** The purest split of some columns; null where none makes the parts purer than the whole. */
function bestSplit(
  cases: Ranked,
  drawn: Int32Array,
  { columnsTried, leafMin }: ForestOptions,
  random: Random,
): Split | null {
  const columnCount = cases.values.length;
  const tried = columnsTried ?? Math.ceil(Math.sqrt(columnCount));
  const columns = Array.from({ length: columnCount }, (_, column) => column);
  const whole = sumOf(cases, drawn);
  let best: Split | null = null;
  let least = squared(whole) / drawn.length + 1e-9;
  for (let draw = 0; draw < tried; draw += 1) {
    const at = draw + Math.floor(random() * (columnCount - draw));
    [columns[draw], columns[at]] = [columns[at]!, columns[draw]!];
    const split = splitBy(cases, drawn, { column: columns[draw]!, leafMin, whole });
    if (split === null || split.purity <= least) continue;
    best = split;
    least = split.purity;
  }
  return best;
}

function splitBy(
  { targets, ranks, values }: Ranked,
  drawn: Int32Array,
  { column, leafMin, whole }: { column: number; leafMin: number; whole: Float64Array },
): Split | null {
  const sorted = sortedBy(ranks[column]!, drawn);
  const valueAt = (place: number) => values[column]![sorted[place]!]!;
  const below = new Float64Array(whole.length);
  const above = Float64Array.from(whole);
  let best: Split | null = null;
  for (let count = 1; count <= sorted.length - leafMin; count += 1) {
    const target = targets[sorted[count - 1]!]!;
    for (let at = 0; at < whole.length; at += 1) {
      below[at]! += target[at]!;
      above[at]! -= target[at]!;
    }
    if (count < leafMin) continue;
    const [value, next] = [valueAt(count - 1), valueAt(count)];
    if (value === next) continue;
    const purity = squared(below) / count + squared(above) / (sorted.length - count);
    if (best !== null && purity <= best.purity) continue;
    const middle = (value + next) / 2;
    // Of neighbouring numbers the middle may be the upper one, which belongs above.
    best = { column, limit: middle < next ? middle : value, purity };
  }
  return best;
}

/** The drawn cases in the order of a column: numbers alone sort ten times as fast. */
function sortedBy(rank: Int32Array, drawn: Int32Array): Int32Array {
  const count = rank.length;
  const keys = Float64Array.from(drawn, (index) => rank[index]! * count + index).sort();
  return Int32Array.from(keys, (key) => key % count);
}

/** Cases with each column's values, and each value's place among them. */
interface Ranked {
  readonly targets: readonly (readonly number[])[];
  readonly values: readonly Float64Array[];
  readonly ranks: readonly Int32Array[];
}

function rankedCases({ rows, targets }: Cases): Ranked {
  const columnCount = rows[0]?.length ?? 0;
  const values = Array.from({ length: columnCount }, (_, column) =>
    Float64Array.from(rows, (row) => row[column]!),
  );
  const ranks = values.map((ofColumn) => {
    const order = Array.from(ofColumn.keys()).sort((a, b) => ofColumn[a]! - ofColumn[b]!);
    const rank = new Int32Array(order.length);
    for (const [place, index] of order.entries()) rank[index] = place;
    return rank;
  });
  return { targets, values, ranks };
}

function leafOf(tree: Tree, row: readonly number[]): Float64Array {
  let at = tree;
  while (!('mean' in at)) at = row[at.column]! <= at.limit ? at.below : at.above;
  return at.mean;
}

function meanOf(cases: Ranked, drawn: Int32Array): Float64Array {
  return sumOf(cases, drawn).map((sum) => sum / drawn.length);
}

function sumOf({ targets }: Ranked, drawn: Int32Array): Float64Array {
  const sum = new Float64Array(targets[0]?.length ?? 0);
  for (const index of drawn) addTo(sum, targets[index]!);
  return sum;
}

function addTo(sum: Float64Array, values: ArrayLike<number>): void {
  for (let at = 0; at < sum.length; at += 1) sum[at]! += values[at]!;
}

function squared(sums: Float64Array): number {
  return sums.reduce((total, one) => total + one * one, 0);
}
