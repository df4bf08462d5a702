// What hardly ever happens, by splitting: particles are months with a place in the range of each
// unknown and a seed. A branch moves the places a little and takes another seed now and then, and
// stays where that leaves it no worse than the level: a Markov chain that keeps to the level.
import { chanceOf } from '#domain/chance.ts';
import { unknownNames, valuesAt } from '#scenarios/unknowns/august-unknowns.ts';
import { type Scored, split } from '#statistics/splitting.ts';
import { fellShare, hasFallen } from '../../months/judge-months.ts';
import { type RunPoint, withRunsOneByOne } from '../one-by-one.ts';
import type { StudyEnvironment } from '../run-study.ts';
import { type StudyPoint, studyScenario } from '../study-point.ts';
import type { StudyRow } from '../study-row.ts';

/** What is split, and how. */
export interface RareChoices {
  readonly month: string;
  readonly seed: number;
  readonly nodes: number;
  readonly particles: number;
}

/** What splitting found of a policy. */
export interface RareChance {
  /** A month's chance; null where no particle fell. */
  readonly chance: number | null;
  /** What it is at most, with 95 %, if branches forget their parents. */
  readonly chanceMax: number;
  /** The highest score that was reached; `fallen` is 2. */
  readonly highestScore: number;
  readonly levelCount: number;
  readonly runCount: number;
  /** From how many of the first particles the last ones descend: few are a poor estimate. */
  readonly familyCount: number;
}

/** A month: a place in the range of each unknown, from 0 to 1, and a seed. */
export interface SplitMonth {
  readonly places: Readonly<Record<string, number>>;
  readonly seed: number;
}

/** A month that fell has this score. */
export const fallenScore = 2;

/** A branch tries so often to move. More steps forget the parent better and cost a run each. */
const stepCount = 3;
const stepWidth = 0.25;
/** Two standard deviations of the logarithm hold 95 %. */
const sdsIn95 = 1.96;

/** Splits until all particles fell or time is over. */
export async function rareChance(
  policy: string,
  choices: RareChoices,
  environment: StudyEnvironment,
): Promise<RareChance> {
  const { nowMs, untilMs = Number.POSITIVE_INFINITY } = environment;
  const random = (...words: (string | number)[]) =>
    chanceOf(choices.seed, 'split', policy, ...words);
  return withRunsOneByOne(environment, (run) =>
    splitMonths(choices.particles, {
      random,
      hasTime: () => nowMs() < untilMs,
      scoreOf: (month) => scoreOf(pointOf(month, policy, choices), run),
    }),
  );
}

/** What splitting needs of months. */
export interface MonthSplitting {
  /** From 0 to 1, the same for the same words. */
  readonly random: (...words: (string | number)[]) => number;
  readonly hasTime: () => boolean;
  readonly scoreOf: (month: SplitMonth) => Promise<number>;
}

/** Splits months by any score of theirs: from `fallenScore` on a month fell. */
export async function splitMonths(
  particles: number,
  { random, hasTime, scoreOf: judge }: MonthSplitting,
): Promise<RareChance> {
  let runCount = 0;
  const score = async (month: SplitMonth): Promise<Scored<SplitMonth>> => {
    runCount += 1;
    return { particle: month, score: await judge(month) };
  };
  const found = await split<SplitMonth>({
    particleCount: particles,
    replacedMin: Math.max(1, Math.floor(particles / 4)),
    target: fallenScore,
    hasTime,
    pick: (number) => random('pick', number),
    begin: (number) => score(firstMonth(number, random)),
    branch: (parent, level, number) => moved(parent, level, { score, random, number }),
  });
  const { chance, chanceMax, logSd, levels, familyCount } = found;
  const most = (chance ?? chanceMax) * Math.exp(sdsIn95 * logSd);
  return {
    chance,
    chanceMax: Math.min(1, most),
    highestScore: Math.max(...found.particles.map((one) => one.score)),
    levelCount: levels.length,
    runCount,
    familyCount,
  };
}

/**
 * How near a month came to a fall, from 0 to 2: first by the share that was offline at worst, until
 * that is enough for a fall, then by how long it took to heal.
 */
export function monthScore(
  row: Pick<StudyRow, 'worstOfflineShare' | 'healMs'>,
  healWithinMs: number,
): number {
  if (hasFallen(row, healWithinMs)) return fallenScore;
  if (row.worstOfflineShare <= fellShare) return row.worstOfflineShare / fellShare;
  const healed = (row.healMs ?? 0) / healWithinMs;
  return 1 + Math.min(healed, 1) * 0.999;
}

type Draw = MonthSplitting['random'];

interface Move {
  readonly score: (month: SplitMonth) => Promise<Scored<SplitMonth>>;
  readonly random: Draw;
  readonly number: number;
}

async function moved(
  parent: Scored<SplitMonth>,
  level: number,
  { score, random, number }: Move,
): Promise<Scored<SplitMonth>> {
  let now = parent;
  for (let step = 0; step < stepCount; step += 1) {
    const next = await score(near(now.particle, (...words) => random(number, step, ...words)));
    if (next.score > level) now = next;
  }
  return now;
}

function firstMonth(number: number, random: Draw): SplitMonth {
  const places = unknownNames.map((name) => [name, random('place', name, number)] as const);
  return { places: Object.fromEntries(places), seed: seedFrom(random('seed', number)) };
}

/** Each place moves evenly to both sides and turns back at the ends, so that all stay as likely. */
function near({ places, seed }: SplitMonth, random: Draw): SplitMonth {
  const moves = unknownNames.map((name) => {
    const next = (places[name] ?? 0) + stepWidth * (2 * random('move', name) - 1);
    return [name, next < 0 ? -next : next > 1 ? 2 - next : next] as const;
  });
  const isNew = random('is new') < 0.5;
  return { places: Object.fromEntries(moves), seed: isNew ? seedFrom(random('seed')) : seed };
}

function seedFrom(chance: number): number {
  return Math.floor(chance * 2 ** 31);
}

function pointOf(
  { places, seed }: SplitMonth,
  hypothesis: string,
  { month, nodes }: RareChoices,
): StudyPoint {
  return { month, hypothesis, values: valuesAt((name) => places[name] ?? 0), seed, nodes };
}

async function scoreOf(point: StudyPoint, run: RunPoint): Promise<number> {
  return monthScore(await run(point), studyScenario(point).target.healWithinMs);
}
