// Which hypothesis made the record of August 2007, if any: first whether the record lies inside the
// cloud of a hypothesis' simulations at all, then which one is likest to it, with how often such an
// answer is wrong. The statistics of the wire are not used: they are left to judge the answer.
import { drawUnknowns } from '#scenarios/unknowns/august-unknowns.ts';
import { type GoodnessOfFit, goodnessOfFit } from '#statistics/goodness-of-fit.ts';
import {
  type Choice,
  confusionMatrix,
  learnModels,
  type Simulations,
} from '#statistics/model-choice.ts';
import { type Features, featureNames, recordFeatures, recordSpreads } from '../features.ts';
import { runStudy, type StudyEnvironment, type StudyRun } from '../run-study.ts';
import { augustLabel, type StudyPoint, studyScenario } from '../study-point.ts';
import { summarize } from '../summary.ts';

/** What is simulated. */
export interface DiagnosisChoices {
  readonly hypotheses: readonly string[];
  readonly seed: number;
  readonly nodes: number;
  /** Draws of the unknowns that the forest learns from, the same for each hypothesis. */
  readonly draws: number;
  /** Further draws, which the forest does not know: the planted truth. */
  readonly planted: number;
  readonly trees: number;
}

/** What one hypothesis came to. */
export interface HypothesisFitness {
  readonly hypothesis: string;
  readonly fit: GoodnessOfFit;
  /** The forest's share; no probability. */
  readonly share: number;
  /** The mean of each feature, with its spread, beside the record's. */
  readonly features: readonly FeatureBand[];
}

/** A feature over the simulations of a hypothesis. */
export interface FeatureBand {
  readonly name: string;
  readonly recorded: number;
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** The whole answer. */
export interface Diagnosis {
  readonly hypotheses: readonly HypothesisFitness[];
  /** Null: there are not enough simulations for an answer. */
  readonly choice: (Choice & { readonly hypothesis: string }) | null;
  /** How often each planted hypothesis (row) is taken for each one (column). */
  readonly confusion: readonly (readonly number[])[];
  readonly plantedEach: number;
  /** Of the simulations that the forest learnt from, the part that it takes for another one. */
  readonly errorShare: number;
  /** The hypotheses whose cloud the record is inside of. Empty: none of these. */
  readonly inside: readonly string[];
  readonly learntEach: number;
  readonly doneCount: number;
  readonly plannedCount: number;
}

/** Rarer than this the record is outside of a cloud. */
export const outsideBelow = 0.05;

/** With fewer simulations of a hypothesis, nothing could be outside of their cloud. */
export const learntMin = Math.ceil(1 / outsideBelow);

/** Simulates each hypothesis with the same draws, and says which of them the record is like. */
export async function diagnose(
  choices: DiagnosisChoices,
  environment: StudyEnvironment,
): Promise<Diagnosis> {
  const { hypotheses } = choices;
  const points = pointsOf(choices);
  const runs = await runStudy(points, environment);
  const each = Math.floor(runs.length / hypotheses.length);
  const learntEach = Math.floor((each * choices.draws) / (choices.draws + choices.planted));
  const learnt = simulationsOf(runs.slice(0, learntEach * hypotheses.length), hypotheses);
  const planted = simulationsOf(
    runs.slice(learntEach * hypotheses.length, each * hypotheses.length),
    hypotheses,
  );
  const progress = { doneCount: runs.length, plannedCount: points.length, learntEach };
  return { ...judgeRecord(choices, learnt, planted), plantedEach: each - learntEach, ...progress };
}

/** All runs, hypothesis by hypothesis for each draw. */
function pointsOf({ hypotheses, seed, nodes, draws, planted }: DiagnosisChoices): StudyPoint[] {
  return Array.from({ length: draws + planted }, (_, number) =>
    hypotheses.map((hypothesis) => ({
      month: augustLabel,
      hypothesis,
      values: drawUnknowns(seed, number),
      // A seed of its own for each draw, so that chance is in the cloud as well.
      seed: seed + number,
      nodes,
    })),
  ).flat();
}

/**
 * Judges the record by simulations of each hypothesis.
 * @param learnt features in the order of `featureNames`, of every hypothesis as many
 * @param planted others, whose hypotheses are asked for
 */
export function judgeRecord(
  { hypotheses, trees, seed }: Pick<DiagnosisChoices, 'hypotheses' | 'trees' | 'seed'>,
  learnt: Simulations,
  planted: Simulations,
): Omit<Diagnosis, 'plantedEach' | 'doneCount' | 'plannedCount' | 'learntEach'> {
  const observed = inOrder(recordFeatures);
  const ofModel = (model: number) =>
    learnt.features.filter((_, index) => learnt.models[index] === model);
  if (ofModel(0).length < learntMin)
    return { hypotheses: [], choice: null, confusion: [], errorShare: Number.NaN, inside: [] };
  const modelCount = hypotheses.length;
  const forest = learnModels(learnt, { modelCount, trees, seed });
  const choice = forest.choose(observed);
  const fitnesses = hypotheses.map((hypothesis, model) => ({
    hypothesis,
    fit: goodnessOfFit(observed, ofModel(model), inOrder(recordSpreads)),
    share: choice.shares[model] ?? 0,
    features: bandsOf(ofModel(model), observed),
  }));
  return {
    hypotheses: fitnesses,
    choice: { ...choice, hypothesis: hypotheses[choice.model] ?? '' },
    confusion: confusionMatrix(forest, planted, modelCount),
    errorShare: forest.errorShare,
    inside: fitnesses
      .filter(({ fit }) => fit.pValue >= outsideBelow)
      .map(({ hypothesis }) => hypothesis),
  };
}

function simulationsOf(runs: readonly StudyRun[], hypotheses: readonly string[]): Simulations {
  return {
    models: runs.map(({ point }) => hypotheses.indexOf(point.hypothesis)),
    features: runs.map(({ point, row }) => inOrder(summarize(studyScenario(point), row).features)),
    draws: runs.map((_, index) => Math.floor(index / hypotheses.length)),
  };
}

function bandsOf(rows: readonly (readonly number[])[], observed: readonly number[]): FeatureBand[] {
  return featureNames.map((name, column) => {
    const values = rows.map((row) => row[column] ?? Number.NaN).sort((a, b) => a - b);
    const at = (share: number) => values[Math.round(share * (values.length - 1))] ?? Number.NaN;
    const recorded = observed[column] ?? Number.NaN;
    return { name, recorded, low: at(0.05), median: at(0.5), high: at(0.95) };
  });
}

function inOrder(features: Features): number[] {
  return featureNames.map((name) => features[name] ?? Number.NaN);
}
