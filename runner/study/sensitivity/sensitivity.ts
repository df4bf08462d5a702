// Which unknowns decide how August 2007 comes out: a screening of all of them, then shares of the
// variance for the few that matter.
import {
  augustUnknowns,
  type UnknownName,
  unknownNames,
  valuesAt,
} from '#scenarios/unknowns/august-unknowns.ts';
import { placeOf } from '#scenarios/unknowns/unknown.ts';
import { type MorrisEffect, morrisDesign, morrisEffects } from '#statistics/morris.ts';
import { type SobolIndex, sobolDesign, sobolIndices } from '#statistics/sobol.ts';
import { openRandom } from '#twin/engine/random.ts';
import { partsOfTime, runStudy, type StudyEnvironment } from '../run-study.ts';
import { augustLabel, type StudyPoint, studyScenario } from '../study-point.ts';
import type { StudyRow } from '../study-row.ts';
import { summarize } from '../summary.ts';
import type { StudiedMeasure } from './studied-measures.ts';

/** An unknown, or `chance`: another seed and nothing else. */
export type Input = UnknownName | 'chance';

/** How much is run. */
export interface SensitivityChoices {
  readonly policy: string;
  readonly measure: StudiedMeasure;
  readonly seed: number;
  readonly nodes: number;
  /** Trajectories of the screening; each costs a run for each input and one more. */
  readonly trajectories: number;
  /** How many inputs go on to the second part. */
  readonly top: number;
  /** Rows of the second part; each costs a run for each of its inputs and two more. */
  readonly rows: number;
}

/** One input in the screening. */
export interface ScreenedInput extends MorrisEffect {
  readonly input: Input;
}

/** One input in the second part. */
export interface WeighedInput extends SobolIndex {
  readonly input: Input;
}

/** All of it. */
export interface Sensitivity {
  /** The largest effect first. */
  readonly screened: readonly ScreenedInput[];
  readonly trajectoriesDone: number;
  /** The largest total first; empty where time was over before. */
  readonly weighed: readonly WeighedInput[];
  readonly rowsDone: number;
  readonly runs: readonly SensitivityRun[];
}

/** A run with the value of each measure. */
export interface SensitivityRun {
  readonly part: 'screening' | 'shares';
  readonly point: StudyPoint;
  readonly values: Readonly<Record<StudiedMeasure, number>>;
}

const inputs: readonly Input[] = [...unknownNames, 'chance'];
/** Chance has as many values as there are seeds, which is plenty. */
const seedCount = 1_000_000;
/** The part of the time that the screening may take. */
const screeningShare = 0.7;
const hourMs = 3_600_000;

/** How many runs there are at most. */
export function plannedRuns({ trajectories, top, rows }: SensitivityChoices): number {
  return trajectories * (inputs.length + 1) + rows * (Math.min(top, inputs.length) + 2);
}

/** Screens all inputs, and then weighs those that matter most. */
export async function sensitivity(
  choices: SensitivityChoices,
  environment: StudyEnvironment,
): Promise<Sensitivity> {
  const { measure, seed, trajectories, rows } = choices;
  const design = morrisDesign(
    inputs.map((_, at) => [at]),
    trajectories,
    openRandom(seed),
  );
  const screening = await runsAt(
    'screening',
    design.points.map((places) => pointAt(inputs, places, choices)),
    partsOfTime(environment)(screeningShare),
  );
  const effects = morrisEffects(design, outputsOf(screening, measure), openRandom(seed + 1));
  const screened = effects
    .map((effect, at): ScreenedInput => ({ input: inputs[at] ?? 'chance', ...effect }))
    .toSorted((a, b) => b.meanAbsolute - a.meanAbsolute);
  const few = screened.slice(0, choices.top).map(({ input }) => input);
  const second = sobolDesign(
    few.map((_, at) => [at]),
    rows,
    openRandom(seed + 2),
  );
  const weighing = await runsAt(
    'shares',
    second.points.map((places) => pointAt(few, places, choices)),
    environment,
  );
  const rowsDone = Math.floor(weighing.length / (few.length + 2));
  const indices = sobolIndices(second, outputsOf(weighing, measure), openRandom(seed + 3));
  return {
    screened,
    trajectoriesDone: Math.floor(screening.length / (inputs.length + 1)),
    weighed:
      rowsDone < 2
        ? []
        : indices
            .map((index, at): WeighedInput => ({ input: few[at] ?? 'chance', ...index }))
            .toSorted((a, b) => b.total - a.total),
    rowsDone,
    runs: [...screening, ...weighing],
  };
}

async function runsAt(
  part: SensitivityRun['part'],
  points: readonly StudyPoint[],
  environment: StudyEnvironment,
): Promise<SensitivityRun[]> {
  const done = await runStudy(points, environment);
  return done.map(({ point, row }) => ({ part, point, values: valuesIn(point, row) }));
}

/** Inputs that are not varied have the values that the scenario ships with. */
function pointAt(
  varied: readonly Input[],
  places: readonly number[],
  { policy, seed, nodes }: SensitivityChoices,
): StudyPoint {
  const placeIn = (input: Input) => places[varied.indexOf(input)];
  const values = valuesAt((name) => {
    const unknown = augustUnknowns[name];
    return placeIn(name) ?? placeOf(unknown, unknown.shipped);
  });
  const chance = placeIn('chance') ?? 0;
  return {
    month: augustLabel,
    hypothesis: policy,
    values,
    seed: seed + Math.floor(chance * (seedCount - 1)),
    nodes,
  };
}

function valuesIn(point: StudyPoint, row: StudyRow): Record<StudiedMeasure, number> {
  const { worstOfflineShare, healMs, ranMs } = row;
  const scenario = studyScenario(point);
  const lastMs = scenario.startMs + ranMs - row.lastRestartAtMs;
  return {
    worstOffline: worstOfflineShare,
    healHours: (healMs ?? lastMs) / hourMs,
    distance: summarize(scenario, row).distance,
  };
}

function outputsOf(runs: readonly SensitivityRun[], measure: StudiedMeasure): number[] {
  return runs.map(({ values }) => values[measure]);
}
