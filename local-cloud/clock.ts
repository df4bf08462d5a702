// Virtual time: a clock that jumps from one scheduled action to the next.

import { type Clock, quiet } from './service.ts';
import { TimeHeap } from './time-heap.ts';

type Entry = { timeMs: number; sequence: number; action: (() => unknown) | undefined };

/** Why `run` returned: the time was reached, `stop` answered true, or no action is left. */
export type RunEnd = 'reached' | 'stopped' | 'idle';

/**
 * Virtual time in milliseconds. Actions run one at a time, in the order (timeMs, sequence of
 * scheduling). All promise callbacks that an action causes run before the next action.
 */
export class VirtualClock implements Clock {
  readonly #heap = new TimeHeap<Entry>();
  #nowMs: number;
  #sequence = 0;
  #processedActions = 0;
  #isRunning = false;

  constructor(startMs: number) {
    this.#nowMs = startMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  /** How many actions have run since the start; equal runs have equal counts. */
  get processedActions(): number {
    return this.#processedActions;
  }

  at(timeMs: number, action: () => unknown): () => void {
    if (Number.isNaN(timeMs)) throw new RangeError('an action needs a time in ms, got NaN');
    this.#sequence += 1;
    const entry: Entry = {
      timeMs: Math.max(timeMs, this.#nowMs),
      sequence: this.#sequence,
      action,
    };
    this.#heap.push(entry);
    return () => {
      entry.action = undefined;
    };
  }

  /** When the next action is due; infinite if there is none. */
  nextActionAtMs(): number {
    let entry = this.#heap.peek();
    // A cancelled action is nothing to wait for.
    while (entry !== undefined && entry.action === undefined) {
      this.#heap.pop();
      entry = this.#heap.peek();
    }
    return entry?.timeMs ?? Number.POSITIVE_INFINITY;
  }

  sleep(durationMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.at(this.#nowMs + durationMs, resolve);
    });
  }

  /**
   * Runs every action up to and including `untilMs`, or until `stop` answers true after one. If
   * `untilMs` was reached, time stands there; otherwise it stands at the last action.
   * @throws whatever an action throws: that is a bug, and time stops there
   */
  async run({ untilMs, stop }: { untilMs: number; stop?: () => boolean }): Promise<RunEnd> {
    if (this.#isRunning) {
      throw new Error('the virtual clock runs already; wait for that run before starting another');
    }
    this.#isRunning = true;
    try {
      return await this.#runActions(untilMs, stop ?? (() => false));
    } finally {
      this.#isRunning = false;
    }
  }

  async #runActions(untilMs: number, stop: () => boolean): Promise<RunEnd> {
    await promisesRunDry();
    while (!stop()) {
      const entry = this.#nextUpTo(untilMs);
      if (entry === undefined) return this.#endAt(untilMs);
      this.#nowMs = entry.timeMs;
      this.#processedActions += 1;
      if (entry.action?.() !== quiet) await promisesRunDry();
    }
    return 'stopped';
  }

  #nextUpTo(untilMs: number): Entry | undefined {
    for (;;) {
      const entry = this.#heap.peek();
      if (entry === undefined || entry.timeMs > untilMs) return undefined;
      this.#heap.pop();
      if (entry.action !== undefined) return entry;
    }
  }

  #endAt(untilMs: number): RunEnd {
    const isIdle = this.#heap.size === 0;
    if (Number.isFinite(untilMs)) this.#nowMs = Math.max(this.#nowMs, untilMs);
    return isIdle ? 'idle' : 'reached';
  }
}

/**
 * Waits for one turn of the event loop. Node empties the microtask queue before it runs an
 * immediate, however long the chains in it are. Handlers wait only for promises that actions
 * resolve. So after one turn no callback is left. A turn costs some microseconds. Actions that have
 * certainly settled no promise say so, and need no turn.
 *
 * There is one exception: an SDK client reads its configuration files at its first call. Virtual
 * time waits until those reads are over. Otherwise they would decide when the call is made.
 */
async function promisesRunDry(): Promise<void> {
  await turnOfTheEventLoop();
  while (isReadingFiles()) await turnOfTheEventLoop();
}

function turnOfTheEventLoop(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function isReadingFiles(): boolean {
  return process.getActiveResourcesInfo().some((resource) => FILE_REQUESTS.includes(resource));
}

/** Node's names for operations of `node:fs/promises` that are under way. */
const FILE_REQUESTS = ['FSReqPromise', 'CloseReq'];
