// Functions that start when no warm one is free and expire when nobody asks: the model that SimFaaS
// has of a serverless platform, written anew.
import { openRandom, type Random } from '#twin/engine/random.ts';
import { exponential } from '#twin/station/service-law.ts';

// Looked up once: a test's sandbox takes a quarter of a microsecond to find a global.
const { max, min } = Math;
const never = Number.POSITIVE_INFINITY;

/** One function and its load; times in seconds, as SimFaaS has them. */
export interface FunctionPool {
  readonly arrivalsPerSecond: number;
  readonly warmSeconds: number;
  readonly coldSeconds: number;
  readonly expirySeconds: number;
  readonly warmUpSeconds: number;
  readonly durationSeconds: number;
  readonly seed: number;
}

/** Shares and averages over time. */
export interface FunctionPoolResult {
  readonly coldShare: number;
  readonly instances: number;
  readonly running: number;
  readonly idle: number;
}

/** Runs the pool. A request takes the newest of the idle instances. */
export function runFunctionPool(pool: FunctionPool): FunctionPoolResult {
  const random = openRandom(pool.seed);
  const state = new PoolState();
  const endSeconds = pool.warmUpSeconds + pool.durationSeconds;
  let arrivalAt = exponential(1 / pool.arrivalsPerSecond, random);
  for (;;) {
    const next = state.nextInstance();
    const at = min(arrivalAt, state.changesAt(next), endSeconds);
    state.advance(at, pool.warmUpSeconds);
    if (at === endSeconds) return state.result(pool.durationSeconds);
    if (at !== arrivalAt) {
      state.changeInstance(next, pool.expirySeconds);
      continue;
    }
    takeRequest(state, pool, random);
    arrivalAt = at + exponential(1 / pool.arrivalsPerSecond, random);
  }
}

function takeRequest(state: PoolState, pool: FunctionPool, random: Random): void {
  const idle = state.newestIdle();
  if (idle === -1) state.startCold(exponential(pool.coldSeconds, random), pool.warmUpSeconds);
  else state.startWarm(idle, exponential(pool.warmSeconds, random), pool.warmUpSeconds);
}

/** The instances in the order of their start, and what is summed over time. */
class PoolState {
  readonly #isRunning: boolean[] = [];
  /** When it is done if it runs; when it expires if it idles. */
  readonly #changesAt: number[] = [];
  #now = 0;
  #runningCount = 0;
  #instanceSeconds = 0;
  #runningSeconds = 0;
  #coldCount = 0;
  #requestCount = 0;

  nextInstance(): number {
    let next = 0;
    for (let index = 1; index < this.#changesAt.length; index++)
      if (this.changesAt(index) < this.changesAt(next)) next = index;
    return next;
  }

  changesAt(index: number): number {
    return this.#changesAt[index] ?? never;
  }

  newestIdle(): number {
    return this.#isRunning.lastIndexOf(false);
  }

  advance(to: number, countFrom: number): void {
    const span = max(0, to - max(this.#now, countFrom));
    this.#instanceSeconds += span * this.#isRunning.length;
    this.#runningSeconds += span * this.#runningCount;
    this.#now = to;
  }

  changeInstance(index: number, expirySeconds: number): void {
    if (this.#isRunning[index]) {
      this.#isRunning[index] = false;
      this.#changesAt[index] = this.#now + expirySeconds;
      this.#runningCount -= 1;
      return;
    }
    this.#isRunning.splice(index, 1);
    this.#changesAt.splice(index, 1);
  }

  startCold(seconds: number, countFrom: number): void {
    this.#isRunning.push(true);
    this.#changesAt.push(this.#now + seconds);
    this.#runningCount += 1;
    if (this.#now < countFrom) return;
    this.#coldCount += 1;
    this.#requestCount += 1;
  }

  startWarm(index: number, seconds: number, countFrom: number): void {
    this.#isRunning[index] = true;
    this.#changesAt[index] = this.#now + seconds;
    this.#runningCount += 1;
    if (this.#now >= countFrom) this.#requestCount += 1;
  }

  result(seconds: number): FunctionPoolResult {
    const instances = this.#instanceSeconds / seconds;
    const running = this.#runningSeconds / seconds;
    const coldShare = this.#coldCount / this.#requestCount;
    return { coldShare, instances, running, idle: instances - running };
  }
}
