// Rare events whose chance is known exactly, to be found by splitting.
import type { Scored } from '#statistics/splitting.ts';
import { openRandom } from '#twin/engine/random.ts';

/** What splitting needs of an event. */
export interface RareEvent {
  readonly target: number;
  readonly exact: number;
  readonly begin: (seed: number) => Promise<Scored<number>>;
  readonly branch: (
    parent: Scored<number>,
    aboveScore: number,
    seed: number,
  ) => Promise<Scored<number>>;
}

/**
 * A player with 1 coin wins a coin a third of the time, else loses one; the event is to own `goal`
 * before 0. The score is the most that he ever had: a whole number, so that scores are often equal.
 */
export function ruin(goal: number, runSeed: number): RareEvent {
  const play = (from: number, seed: number) => {
    const random = openRandom(seed);
    let [coins, most] = [from, from];
    while (coins > 0 && coins < goal) {
      coins += random() < 1 / 3 ? 1 : -1;
      most = Math.max(most, coins);
    }
    return { particle: most, score: most };
  };
  return {
    target: goal,
    // (1 / rho - 1) / (rho ** -goal - 1) with rho = 1/2: Feller, An Introduction to Probability.
    exact: 1 / (2 ** goal - 1),
    begin: async (seed) => play(1, runSeed + seed),
    // A branch takes over when its parent first has more than the level: what was before is past.
    branch: async (_parent, level, seed) => play(level + 1, runSeed + seed),
  };
}

/** A walk with drift -1 and variance 1 that ever gets above `bound`. */
export function brownian(bound: number, runSeed: number): RareEvent {
  const [step, endAt] = [0.2, -6];
  const walk = (from: number, seed: number) => {
    const random = openRandom(seed);
    let [at, most] = [from, from];
    while (at > endAt && most < bound) {
      const next = at - step + Math.sqrt(step) * normal(random);
      // The highest point of a bridge between both ends (Asmussen, Glynn, Pitman, 1995).
      const between = (next - at) ** 2 - 2 * step * Math.log(1 - random());
      most = Math.max(most, (at + next + Math.sqrt(between)) / 2);
      at = next;
    }
    return { particle: most, score: most };
  };
  return {
    target: bound,
    exact: Math.exp(-2 * bound),
    begin: async (seed) => walk(0, runSeed + seed),
    branch: async (_parent, level, seed) => strictlyAbove(level, () => walk(level, runSeed + seed)),
  };
}

/** A walk that begins at a level has it as its least score. */
async function strictlyAbove(level: number, walk: () => Scored<number>): Promise<Scored<number>> {
  const { particle, score } = walk();
  return score > level ? { particle, score } : { particle, score: level + 1e-12 };
}

/**
 * A normal variable above `bound`; branches are steps of a Markov chain that keeps to the level.
 */
export function gaussianTail(bound: number, exact: number, runSeed: number): RareEvent {
  const stepCount = 10;
  return {
    target: bound,
    exact,
    begin: async (seed) => {
      const value = normal(openRandom(runSeed + seed));
      return { particle: value, score: value };
    },
    branch: async ({ particle }, level, seed) => {
      const random = openRandom(runSeed + seed);
      let value = particle;
      for (let turn = 0; turn < stepCount; turn += 1) {
        const next = 0.8 * value + 0.6 * normal(random);
        if (next > level) value = next;
      }
      return { particle: value, score: value };
    },
  };
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
