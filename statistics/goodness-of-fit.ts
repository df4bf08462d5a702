// Whether an observation lies inside the cloud of a model's simulations, before anybody asks which
// model it comes from: the distance to its nearest simulations, beside the distances that the
// simulations have among themselves (Lemaire et al. 2016, "Goodness-of-fit statistics for ABC").

/** What the test says. */
export interface GoodnessOfFit {
  /** The mean distance to the nearest simulations, in spreads of each number. */
  readonly distance: number;
  /** The same of a simulation in the middle. */
  readonly usualDistance: number;
  /**
   * The share of simulations that are at least as far from the others. Its least value is 1 of one
   * more than there are simulations.
   */
  readonly pValue: number;
}

/** So many nearest simulations are looked at. */
const neighbours = 5;

/** A spread, so that a middle half is as wide as that of a normal distribution with this sd. */
const madFactor = 1.4826;

/**
 * Tests an observation against a model's simulations.
 * @param simulations at least seven rows of as many numbers as the observation has
 * @param leastSpreads of each number: what the observation itself is not known closer than
 */
export function goodnessOfFit(
  observed: readonly number[],
  simulations: readonly (readonly number[])[],
  leastSpreads: readonly number[],
): GoodnessOfFit {
  const spreads = observed.map((_, column) =>
    Math.max(leastSpreads[column] ?? 0, spreadOf(simulations.map((row) => row[column] ?? 0))),
  );
  const far = (row: readonly number[], others: readonly (readonly number[])[]) =>
    nearestMean(others.map((other) => distanceOf(row, other, spreads)));
  const distance = far(observed, simulations);
  const among = simulations.map((row, index) => far(row, simulations.toSpliced(index, 1)));
  const asFar = among.filter((one) => one >= distance).length;
  return {
    distance,
    usualDistance: middleOf(among),
    pValue: (asFar + 1) / (simulations.length + 1),
  };
}

function distanceOf(
  row: readonly number[],
  other: readonly number[],
  spreads: readonly number[],
): number {
  const squares = row.map(
    (value, column) => ((value - (other[column] ?? 0)) / (spreads[column] ?? 1)) ** 2,
  );
  return Math.sqrt(squares.reduce((sum, one) => sum + one, 0) / squares.length);
}

function nearestMean(distances: readonly number[]): number {
  const nearest = distances.toSorted((a, b) => a - b).slice(0, neighbours);
  return nearest.reduce((sum, one) => sum + one, 0) / nearest.length;
}

/** The median absolute deviation, as the standard deviation of a normal distribution. */
function spreadOf(values: readonly number[]): number {
  const middle = middleOf(values);
  return madFactor * middleOf(values.map((value) => Math.abs(value - middle)));
}

function middleOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.floor(half - 0.5)] ?? 0) + (sorted[Math.floor(half)] ?? 0)) / 2;
}
