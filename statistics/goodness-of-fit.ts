// Whether an observation lies inside the cloud of a model's simulations, before anybody asks which
// model it comes from: the distance to its nearest simulations, beside the distances that the
// simulations have among themselves (Lemaire et al. 2016, "Goodness-of-fit statistics for ABC").
import { median, medianAbsoluteDeviation } from 'simple-statistics';

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

/** Makes a median absolute deviation the standard deviation of a normal distribution. */
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
  const spreads = observed.map((_, column) => {
    const deviation = medianAbsoluteDeviation(simulations.map((row) => row[column] ?? 0));
    return Math.max(leastSpreads[column] ?? 0, madFactor * deviation);
  });
  const far = (row: readonly number[], others: readonly (readonly number[])[]) =>
    nearestMean(others.map((other) => distanceOf(row, other, spreads)));
  const distance = far(observed, simulations);
  const among = simulations.map((row, index) => far(row, simulations.toSpliced(index, 1)));
  const asFar = among.filter((one) => one >= distance).length;
  return {
    distance,
    usualDistance: median(among),
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
