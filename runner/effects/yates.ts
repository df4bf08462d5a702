// The effects of a two-level factorial: what each factor, and each group of factors together,
// changes in a value.

/** Which factors a run has on: bit `i` of the number is factor `i`. This is Yates' order. */
export type Combination = number;

/** How many combinations so many factors have. */
export function combinationCount(factorCount: number): number {
  return 2 ** factorCount;
}

/** Whether a combination has a factor on. */
export function hasFactor(combination: Combination, factor: number): boolean {
  return Math.floor(combination / 2 ** factor) % 2 === 1;
}

/** The factors that a combination has on, in their order. */
export function factorsIn<Name>(combination: Combination, names: readonly Name[]): Name[] {
  return names.filter((_, factor) => hasFactor(combination, factor));
}

/**
 * The mean of the values, and behind it the effect of each group of factors, in Yates' order: the
 * one at index 3 is that of factors 0 and 1 together. An effect is the mean of the values that the
 * group counts as plus, less the mean of the others. For one factor these are the values with it
 * and without it. For a group these are those that lack an even number of its factors, and an odd
 * number.
 *
 * The algorithm is that of Yates, The Design and Analysis of Factorial Experiments (1937): as many
 * passes as there are factors, each over sums and differences of neighbours.
 * @param values of every combination, in Yates' order
 */
export function effectsOf(values: readonly number[]): number[] {
  const factorCount = Math.log2(values.length);
  if (!Number.isInteger(factorCount))
    throw new Error(`expected a value of each combination, but got ${values.length} values`);
  let column = [...values];
  for (let pass = 0; pass < factorCount; pass += 1) {
    const pairs = Array.from({ length: column.length / 2 }, (_, index) => {
      return [column[index * 2] ?? Number.NaN, column[index * 2 + 1] ?? Number.NaN] as const;
    });
    column = [...pairs.map(([low, high]) => low + high), ...pairs.map(([low, high]) => high - low)];
  }
  const [sum = Number.NaN, ...contrasts] = column;
  return [sum / values.length, ...contrasts.map((contrast) => contrast / (values.length / 2))];
}
