// Which of several models made a set of numbers: by a random forest on simulations of each (Pudlo
// et al. 2016). The forest's votes are no probabilities, so a second forest tells how often the
// first one is wrong near the observation: the local error.
import { type Forest, growForest } from './random-forest.ts';

/** Simulations of several models. */
export interface Simulations {
  /** The model of each simulation, by its place in a list of models. */
  readonly models: readonly number[];
  /** The numbers that each simulation came to. */
  readonly features: readonly (readonly number[])[];
}

/** A forest that tells models apart. */
export interface ModelChoice {
  /** The model that most trees vote for, and each model's part of the votes. */
  choose(features: readonly number[]): Choice;
  /** The part of the simulations that the trees grown without them put to another model. */
  readonly errorShare: number;
}

/** What a forest says of an observation. */
export interface Choice {
  readonly model: number;
  readonly votes: readonly number[];
  /** How often the forest is wrong about simulations like this one. */
  readonly localError: number;
}

/** How the forests are grown. */
export interface ChoiceOptions {
  readonly modelCount: number;
  readonly trees: number;
  readonly seed: number;
  /** Cases in a leaf of the models' forest, at least; a quarter of the root of all when absent. */
  readonly leafMin?: number;
}

/** Leaves grow with the number of cases, so that a leaf's shares come closer to the chances. */
const classLeafMin = (caseCount: number) => Math.ceil(Math.sqrt(caseCount) / 4);

/** A leaf of the errors' forest is larger: it estimates a chance that is nearly even. */
const errorLeafMin = (caseCount: number) => Math.ceil(2 * Math.sqrt(caseCount));

/** Learns to tell models apart. @param simulations of every model, at least two each */
export function learnModels(
  { models, features }: Simulations,
  { modelCount, trees, seed, leafMin = classLeafMin(models.length) }: ChoiceOptions,
): ModelChoice {
  const targets = models.map((model) =>
    Array.from({ length: modelCount }, (_, at) => (at === model ? 1 : 0)),
  );
  const classes = growForest({ rows: features, targets }, { trees, leafMin, seed });
  const known = models.flatMap((model, index) => {
    const votes = classes.outOfBag[index];
    const row = features[index];
    if (votes === null || votes === undefined || row === undefined) return [];
    return [{ row, isWrong: mostOf(votes) === model ? 0 : 1 }];
  });
  const errors = growForest(
    { rows: known.map(({ row }) => row), targets: known.map(({ isWrong }) => [isWrong]) },
    { trees, leafMin: errorLeafMin(known.length), seed: seed + 1 },
  );
  const wrongCount = known.filter(({ isWrong }) => isWrong === 1).length;
  return {
    choose: (row) => choiceOf(classes, errors, row),
    errorShare: wrongCount / known.length,
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

function choiceOf(classes: Forest, errors: Forest, row: readonly number[]): Choice {
  const votes = classes.predict(row);
  return { model: mostOf(votes), votes, localError: errors.predict(row)[0] ?? Number.NaN };
}

function mostOf(votes: readonly number[]): number {
  return votes.indexOf(Math.max(...votes));
}
