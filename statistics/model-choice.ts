// Which of several models made a set of numbers: by a random forest on simulations of each (Pudlo
// et al. 2016). The forest's shares are no probabilities, so a second forest tells how often the
// first one is wrong near the observation: the local error.
import { mean } from 'simple-statistics';
import { growForest } from './random-forest.ts';

/** Simulations of several models. */
export interface Simulations {
  /** The model of each simulation, by its place in a list of models. */
  readonly models: readonly number[];
  /** The numbers that each simulation came to. */
  readonly features: readonly (readonly number[])[];
  /**
   * Cases with the same number are of one draw: a tree is grown with all of them or with none, so
   * that a case's likeness under another model is not known to those that judge it. Absent: each
   * case is a draw of its own.
   */
  readonly draws?: readonly number[];
}

/** A forest that tells models apart. */
export interface ModelChoice {
  /** The model with the largest share in the leaves that the features fall into. */
  choose(features: readonly number[]): Choice;
  /** The part of the simulations that the trees grown without them put to another model. */
  readonly errorShare: number;
}

/** What a forest says of an observation. */
export interface Choice {
  readonly model: number;
  /** Each model's share in those leaves, the mean of all trees; no probability. */
  readonly shares: readonly number[];
  /**
   * How often the forest is wrong about simulations like this one; null where there are too few
   * simulations to tell.
   */
  readonly localError: number | null;
}

/** How the forests are grown. */
export interface ChoiceOptions {
  readonly modelCount: number;
  readonly trees: number;
  readonly seed: number;
}

/**
 * Leaves grow with the number of cases, so that a leaf's shares come closer to the chances. On two
 * Gaussians a factor of 1.5 misses the exact chance by less than a quarter does.
 */
const classLeafMin = (caseCount: number) => Math.ceil(1.5 * Math.sqrt(caseCount));

/** Of 120 cases the local error of two Gaussians has a standard deviation of 0.2. */
const localErrorFrom = 400;

/** A leaf of the errors' forest is larger: it estimates a chance that is nearly even. */
const errorLeafMin = (caseCount: number) => Math.ceil(2 * Math.sqrt(caseCount));

/** Learns to tell models apart. @param simulations of every model, at least two each */
export function learnModels(
  { models, features, draws: groups }: Simulations,
  { modelCount, trees, seed }: ChoiceOptions,
): ModelChoice {
  const targets = models.map((model) =>
    Array.from({ length: modelCount }, (_, at) => (at === model ? 1 : 0)),
  );
  const leafMin = classLeafMin(models.length);
  const classes = growForest({ rows: features, targets, groups }, { trees, leafMin, seed });
  const known = models.flatMap((model, index) => {
    const shares = classes.outOfBag[index];
    const row = features[index];
    if (shares === null || shares === undefined || row === undefined) return [];
    return [{ row, wrong: mostOf(shares) === model ? 0 : 1, group: groups?.[index] ?? index }];
  });
  const errors = growForest(
    {
      rows: known.map(({ row }) => row),
      targets: known.map(({ wrong }) => [wrong]),
      groups: known.map(({ group }) => group),
    },
    { trees, leafMin: errorLeafMin(known.length), seed: seed + 1 },
  );
  return {
    choose(row) {
      const shares = classes.predict(row);
      const localError = known.length < localErrorFrom ? null : (errors.predict(row)[0] ?? null);
      return { model: mostOf(shares), shares, localError };
    },
    errorShare: mean(known.map(({ wrong }) => wrong)),
  };
}

/** How often each model (row) is taken for each (column), in counts. */
export function confusionMatrix(
  choice: Pick<ModelChoice, 'choose'>,
  { models, features }: Simulations,
  modelCount: number,
): number[][] {
  const counts = Array.from({ length: modelCount }, () =>
    Array.from({ length: modelCount }, () => 0),
  );
  for (const [index, model] of models.entries()) {
    const { model: chosen } = choice.choose(features[index] ?? []);
    const row = counts[model];
    if (row !== undefined) row[chosen] = (row[chosen] ?? 0) + 1;
  }
  return counts;
}

function mostOf(shares: readonly number[]): number {
  return shares.indexOf(Math.max(...shares));
}
