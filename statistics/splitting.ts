// The chance of what hardly ever happens: adaptive multilevel splitting (Cerou, Guyader, Rousset,
// Adaptive Multilevel Splitting: Historical Perspective and Recent Results, 2019). Of some
// particles those with the lowest scores are replaced by branches of the others, again and again;
// each time the estimate shrinks by the share that was replaced. Scores may be equal. All particles
// at the lowest score are replaced together then: replacing one of them only would leave the
// estimate too large (Walter, Moving Particles, 2015).
import { boundWhereNoneFailed } from './jeffreys.ts';

/** One try with its score: how near it came. */
export interface Scored<Particle> {
  readonly particle: Particle;
  readonly score: number;
}

/**
 * What is split. Each call gets a seed of its own, so that the order of answers does not matter.
 */
export interface Splitting<Particle> {
  readonly particleCount: number;
  /** At least so many are replaced at a time, so that several threads have work. */
  readonly replacedMin: number;
  /** A score from here on is what hardly ever happens. */
  readonly target: number;
  readonly begin: (seed: number) => Promise<Scored<Particle>>;
  /** A particle as chance would have it, among those with a score above `aboveScore`. */
  readonly branch: (
    parent: Scored<Particle>,
    aboveScore: number,
    seed: number,
  ) => Promise<Scored<Particle>>;
  /** Whether there is time for another level. */
  readonly hasTime: () => boolean;
  readonly pick: (seed: number) => number;
}

/** What splitting found. */
export interface SplittingResult<Particle> {
  /** The chance that a particle reaches the target; null where none did. */
  readonly chance: number | null;
  /**
   * Where none did: the chance of the last level that was passed, times what stays below with 95 %
   * where none of the particles above it reached the target; if branches forget their parents.
   */
  readonly chanceMax: number;
  /** Standard deviation of the logarithm of the chance, if branches forget their parents. */
  readonly logSd: number;
  /** The scores that had to be passed, in rising order. */
  readonly levels: readonly number[];
  /** How many particles were begun or branched. */
  readonly triedCount: number;
  /** From how many of the first particles the last ones descend. */
  readonly familyCount: number;
  readonly particles: readonly Scored<Particle>[];
}

interface Member<Particle> extends Scored<Particle> {
  readonly family: number;
}

/** Splits until enough particles reach the target, all have the same score, or time is over. */
export async function split<Particle>(
  splitting: Splitting<Particle>,
): Promise<SplittingResult<Particle>> {
  const { particleCount, target, begin, hasTime } = splitting;
  const first = Array.from({ length: particleCount }, (_, at) => begin(at));
  let members: readonly Member<Particle>[] = (await Promise.all(first)).map((one, family) => ({
    ...one,
    family,
  }));
  let [chance, variance, triedCount] = [1, 0, particleCount];
  const levels: number[] = [];
  for (;;) {
    const level = levelOf(members, splitting);
    const alive = members.filter(({ score }) => score > level);
    if (level >= target || alive.length === 0 || !hasTime()) break;
    const lostCount = particleCount - alive.length;
    chance *= alive.length / particleCount;
    variance += lostCount / (particleCount * alive.length);
    levels.push(level);
    members = await refilled(alive, level, splitting, triedCount);
    triedCount += lostCount;
  }
  const reached = members.filter(({ score }) => score >= target).length;
  if (reached > 0) variance += (particleCount - reached) / (particleCount * reached);
  return {
    chance: reached === 0 ? null : (chance * reached) / particleCount,
    chanceMax: chance * boundWhereNoneFailed(particleCount),
    logSd: Math.sqrt(variance),
    levels,
    triedCount,
    familyCount: new Set(members.map(({ family }) => family)).size,
    particles: members.map(({ particle, score }) => ({ particle, score })),
  };
}

/** The lowest score that is high enough for as many as must be replaced. */
function levelOf<Particle>(
  members: readonly Member<Particle>[],
  { replacedMin }: Splitting<Particle>,
): number {
  const scores = members.map(({ score }) => score).toSorted((a, b) => a - b);
  return scores[Math.min(replacedMin, scores.length) - 1] ?? Number.NaN;
}

async function refilled<Particle>(
  alive: readonly Member<Particle>[],
  level: number,
  { particleCount, branch, pick }: Splitting<Particle>,
  firstSeed: number,
): Promise<Member<Particle>[]> {
  const branches = Array.from({ length: particleCount - alive.length }, async (_, at) => {
    const seed = firstSeed + at;
    const parent = alive[Math.floor(pick(seed) * alive.length)];
    if (parent === undefined) throw new Error('expected a particle above the level');
    return { ...(await branch(parent, level, seed)), family: parent.family };
  });
  return [...alive, ...(await Promise.all(branches))];
}
