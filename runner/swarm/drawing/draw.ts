// Draws a swarm's parameters from a stream of chance, in the shapes that they need.
import { type SeededRandom, seededRandom } from '#local-cloud/seeded-random.ts';

/** Draws from one stream. Equal seeds and labels draw the same. */
export interface Draw {
  /** True with this chance. */
  is(chance: number): boolean;
  /** A whole number, both ends included. */
  whole(from: number, to: number): number;
  between(from: number, to: number): number;
  /**
   * Uniform in the logarithm, so that each order of magnitude is as likely. Both ends are above
   * zero.
   */
  log(from: number, to: number): number;
  one<Value>(list: readonly Value[]): Value;
  /** A stream of its own. Draws from it change nothing here. */
  fork(label: string): Draw;
}

/** Opens the stream from which a seed's case is drawn. */
export function openDraw(seed: number): Draw {
  return drawFrom(seededRandom(seed).fork('swarm'));
}

function drawFrom(random: SeededRandom): Draw {
  const between = (from: number, to: number) => from + random() * (to - from);
  const whole = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  return {
    is: (chance) => random() < chance,
    whole,
    between,
    log: (from, to) => Math.exp(between(Math.log(from), Math.log(to))),
    one: (list) => {
      const value = list[whole(0, list.length - 1)];
      if (value === undefined) throw new Error('expected a list with something to draw from');
      return value;
    },
    fork: (label) => drawFrom(random.fork(label)),
  };
}
