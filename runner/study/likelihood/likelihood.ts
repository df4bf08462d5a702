// How likely a Patch Tuesday fells the network: by runs of drawn unknowns, several seeds each.
import { groupBy } from '#domain/group-by.ts';
import { drawUnknowns, type UnknownValues } from '#scenarios/unknowns/august-unknowns.ts';
import { type ClusteredPosterior, clusteredChance } from '#statistics/clustered-chance.ts';
import { boundWhereNoneFailed, type Failures, jeffreysPredictive } from '#statistics/jeffreys.ts';
import { hasFallen } from '../../months/judge-months.ts';
import { recordedFailures } from '../../months/likelihood-of-repeat.ts';
import { partsOfTime, runStudy, type StudyEnvironment } from '../run-study.ts';
import { type StudyPoint, studyScenario } from '../study-point.ts';
import { type RareChance, rareChance } from './rare-chance.ts';

/** How much is run. */
export interface LikelihoodChoices {
  readonly policies: readonly string[];
  /** The month whose declared inputs each next month has, such as `2007-07`. */
  readonly month: string;
  readonly seed: number;
  readonly nodes: number;
  /** Draws of the unknowns. */
  readonly draws: number;
  /** Months of each draw: each has a share of restarts and chance of its own. */
  readonly seeds: number;
  /** Particles for what hardly ever happens; 0: no splitting. */
  readonly particles: number;
  /** Values that were fitted to the record; absent: drawn from the declared ranges. */
  readonly fitted?: FittedValues;
}

/** Values from a calibration. */
export interface FittedValues {
  readonly hypothesis: string;
  readonly values: readonly UnknownValues[];
}

/** How many months ahead the question looks: the next, a year, four years. */
export const horizons = [1, 12, 48] as const;

/** The likelihood that at least one of the next months falls. */
export interface HorizonChance {
  readonly months: number;
  /** All in one number: parameters and chance. */
  readonly chance: number;
  /** How the chance differs between draws of the unknowns, with what few runs leave open. */
  readonly low: number;
  readonly high: number;
  /** What the record alone says: one of 47. */
  readonly baseRate: number;
}

/** What the runs of one policy show. */
export interface PolicyChance {
  readonly policy: string;
  readonly runCount: number;
  readonly fellCount: number;
  readonly drawCount: number;
  readonly fellDrawCount: number;
  readonly horizons: readonly HorizonChance[];
  /** How alike two months of one draw are, from 0 to 1. */
  readonly correlation: ClusteredPosterior['correlation'];
  /** Where nothing fell: what a month's chance stays below with 95 %. Draws count, not runs. */
  readonly bound: number | null;
  readonly rare: RareChance | null;
}

/** A run that counts. */
export interface LikelihoodRun {
  readonly draw: number;
  readonly point: StudyPoint;
  readonly worstOfflineShare: number;
  readonly healMs: number | null;
  readonly fell: boolean;
}

/** All of it. */
export interface Likelihoods {
  /** Empty where no draw is done. */
  readonly policies: readonly PolicyChance[];
  readonly runs: readonly LikelihoodRun[];
  readonly drawsDone: number;
}

interface DrawnPoint extends StudyPoint {
  readonly draw: number;
}

/** The part of the time for plain runs; splitting has the rest. */
const plainShare = 0.6;

/** Runs all draws, and then splits for the policies of which no run fell. */
export async function likelihoods(
  choices: LikelihoodChoices,
  environment: StudyEnvironment,
): Promise<Likelihoods> {
  const plainPart = choices.particles > 0 ? plainShare : 1;
  const done = await runStudy(pointsOf(choices), partsOfTime(environment)(plainPart));
  const ofDraw = choices.policies.length * choices.seeds;
  const drawsDone = Math.floor(done.length / ofDraw);
  const runs = done.slice(0, drawsDone * ofDraw).map(({ point, row }): LikelihoodRun => {
    const { draw, ...own } = point;
    const { worstOfflineShare, healMs } = row;
    const fell = hasFallen(row, studyScenario(own).target.healWithinMs);
    return { draw, point: own, worstOfflineShare, healMs, fell };
  });
  if (drawsDone === 0) return { policies: [], runs, drawsDone };
  const policies: PolicyChance[] = [];
  for (const policy of choices.policies) {
    const own = runs.filter(({ point }) => point.hypothesis === policy);
    const isRare = own.length > 0 && own.every(({ fell }) => !fell);
    const rare = isRare && isSplit(choices) ? await rareChance(policy, choices, environment) : null;
    policies.push(chanceOfPolicy(policy, own, rare));
  }
  return { policies, runs, drawsDone };
}

/** How many runs there are at most, without those of splitting. */
export function plannedRuns({ policies, draws, seeds }: LikelihoodChoices): number {
  return policies.length * draws * seeds;
}

/** Fitted values are a list: there is nothing between two of them for a particle to go to. */
function isSplit({ particles, fitted }: LikelihoodChoices): boolean {
  return particles > 0 && fitted === undefined;
}

/** All runs of a draw stand together, so that time cuts off whole draws. */
function pointsOf(choices: LikelihoodChoices): DrawnPoint[] {
  const { policies, month, seed, nodes, draws, seeds } = choices;
  return Array.from({ length: draws }, (_, draw) => draw).flatMap((draw) =>
    Array.from({ length: seeds }, (_, index) => index).flatMap((index) =>
      policies.map((hypothesis) => ({
        draw,
        month,
        hypothesis,
        values: valuesOf(choices, draw),
        // No two draws share a month.
        seed: seed + draw * seeds + index,
        nodes,
      })),
    ),
  );
}

function valuesOf({ fitted, seed }: LikelihoodChoices, draw: number): UnknownValues {
  return fitted?.values[draw % fitted.values.length] ?? drawUnknowns(seed, draw);
}

function chanceOfPolicy(
  policy: string,
  runs: readonly LikelihoodRun[],
  rare: RareChance | null,
): PolicyChance {
  const draws: Failures[] = [...groupBy(runs, ({ draw }) => draw).values()].map((own) => ({
    failedCount: own.filter(({ fell }) => fell).length,
    count: own.length,
  }));
  const posterior = clusteredChance(draws);
  const fellCount = runs.filter(({ fell }) => fell).length;
  return {
    policy,
    runCount: runs.length,
    fellCount,
    drawCount: draws.length,
    fellDrawCount: draws.filter(({ failedCount }) => failedCount > 0).length,
    horizons: horizons.map((months) => horizonChance(months, posterior)),
    correlation: posterior.correlation,
    bound: fellCount === 0 ? boundWhereNoneFailed(draws.length) : null,
    rare,
  };
}

function horizonChance(months: number, posterior: ClusteredPosterior): HorizonChance {
  const { value, interval } = posterior.within(months);
  const { low, high } = interval;
  const baseRate = jeffreysPredictive(recordedFailures, months);
  return { months, chance: value, low, high, baseRate };
}
