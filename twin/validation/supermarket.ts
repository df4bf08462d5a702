// The supermarket model: exponential servers with a queue each, and customers who look at one or
// two of them and join the shorter. Of such a chain only the order of events matters, so each step
// is an arrival or a chance to leave, and time is a count of steps.
import { openRandom, type Random } from '#twin/engine/random.ts';

// Looked up once: a test's sandbox takes a quarter of a microsecond to find a global.
const { floor } = Math;

/** Joins the queue that it chooses. */
export type JoinQueue = (lengths: Int32Array, random: Random) => number;

/** What one run of the model is asked for. */
export interface SupermarketOptions {
  readonly queues: number;
  /** Arrivals for each queue in a mean service time. */
  readonly load: number;
  /** For the start alone, which is drawn from what infinitely many queues would look like. */
  readonly choices: number;
  /** How long it is watched, in mean service times. */
  readonly duration: number;
  readonly join: JoinQueue;
  readonly onLeave?: (queue: number) => void;
  readonly onStart?: (lengths: Int32Array) => void;
  readonly seed: number;
}

/** Runs the model. @returns the mean time in the system, by Little's law, in mean service times */
export function supermarketRun(options: SupermarketOptions): number {
  const { queues, load, duration, join, onLeave, seed } = options;
  const random = openRandom(seed);
  const lengths = Int32Array.from({ length: queues }, () => startLength(options, random()));
  options.onStart?.(lengths);
  let inSystem = lengths.reduce((sum, length) => sum + length, 0);
  const arrivalShare = load / (1 + load);
  const perService = Math.round((1 + load) * queues);
  // What a finite number of queues looks like is a little different: give it time to settle.
  for (let step = -20 * perService, end = 0, total = 0; ; step++) {
    if (step === 0) end = duration * perService;
    if (step > 0 && step > end) return total / end / (load * queues);
    if (random() < arrivalShare) {
      const queue = join(lengths, random);
      lengths[queue] = lengths[queue]! + 1;
      inSystem += 1;
    } else {
      const queue = floor(random() * queues);
      if (lengths[queue]! > 0) {
        lengths[queue] = lengths[queue]! - 1;
        inSystem -= 1;
        onLeave?.(queue);
      }
    }
    if (step > 0) total += inSystem;
  }
}

/** Joins any queue. */
export function joinAny(lengths: Int32Array, random: Random): number {
  return floor(random() * lengths.length);
}

/** Joins the shorter one of two; the first of equals. */
export function joinShorter(lengths: Int32Array, random: Random): number {
  const first = floor(random() * lengths.length);
  const second = floor(random() * lengths.length);
  return lengths[first]! <= lengths[second]! ? first : second;
}

/** The share of queues of at least a length is load to the power of 1 + d + ... + d^(length-1). */
function startLength({ load, choices }: SupermarketOptions, chance: number): number {
  let length = 0;
  let exponent = 1;
  while (chance < load ** exponent) {
    length += 1;
    exponent = choices * exponent + 1;
  }
  return length;
}
