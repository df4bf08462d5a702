// Lets the time of a cloud pass by the wall clock: as fast, faster, or not at all.

import type { LocalCloud } from '#local-cloud/local-cloud.ts';

/**
 * How fast time passes: so many virtual seconds a second, 0 for none; or `waiting`, as fast as the
 * wall clock, and as fast as can be while a call waits for its answer.
 */
export type Pace = number | 'waiting';

/** The wall clock and its waits; tests pass their own. */
export type WallClock = {
  /** Monotonic, in ms. */
  nowMs(): number;
  /** Waits so long, or until `wake` is called. */
  wait(durationMs: number): { readonly over: Promise<void>; wake(): void };
};

/** How long one stretch of virtual time may take before everything else gets its turn. */
const STRETCH_MS_MAX = 100;

/**
 * How long nobody may have called before time runs ahead for a call that waits. A client that polls
 * and sends at once finds its poll still waiting.
 */
const GRACE_MS = 50;

/** The longest wait for the next action; a new one may be due earlier only after a call. */
const WAIT_MS_MAX = 250;

/** What a pacer lets pass. */
export type PacedCloud = Pick<LocalCloud, 'nowMs' | 'pass' | 'nextActionAtMs'>;

/** Moves a cloud's time until it is stopped. */
export class Pacer {
  readonly #cloud: PacedCloud;
  readonly #wall: WallClock;
  #pace: Pace;
  /** Virtual and wall time that belong together. */
  #anchor: { readonly virtualMs: number; readonly wallMs: number };
  #waitingCalls = 0;
  /** When somebody called last, by the wall clock. */
  #calledAtMs = Number.NEGATIVE_INFINITY;
  /** Code outside the cloud that is under way, and what of it waits for the cloud. */
  #holds = 0;
  #waitingOfHolders = 0;
  #isStopped = false;
  #wake = (): void => {};
  #caughtUp: (() => void)[] = [];
  /** A leap under way: time passes at once up to here. */
  #leap: { readonly untilMs: number; readonly done: () => void } | undefined;
  readonly #ended: Promise<void>;

  constructor(cloud: PacedCloud, pace: Pace, wall: WallClock = machineClock) {
    this.#cloud = cloud;
    this.#wall = wall;
    this.#pace = pace;
    this.#anchor = { virtualMs: cloud.nowMs(), wallMs: wall.nowMs() };
    this.#ended = this.#run();
  }

  /** How fast time passes now. */
  get pace(): Pace {
    return this.#pace;
  }

  /** How many seconds pass each second while no call waits. */
  get speed(): number {
    return this.#pace === 'waiting' ? 1 : this.#pace;
  }

  /** Changes how fast time passes from now on. */
  setPace(pace: Pace): void {
    this.#anchorHere();
    this.#pace = pace;
    this.#wake();
  }

  /** Lets so much time pass at once, with all that happens in it. Resolves once it has passed. */
  leap(durationMs: number): Promise<void> {
    if (this.#leap !== undefined) return Promise.reject(new Error('time leaps already'));
    return new Promise((done) => {
      this.#leap = { untilMs: this.#cloud.nowMs() + durationMs, done };
      this.#wake();
    });
  }

  /** Resolves once virtual time has caught up with the wall clock. */
  present(): Promise<void> {
    return new Promise((resolve) => {
      this.#caughtUp.push(resolve);
      this.#wake();
    });
  }

  /**
   * Lets time pass for a call until it is answered.
   * @param isOfHolder whether code for which time stands has made it
   */
  async during<Result>(call: Promise<Result>, isOfHolder = false): Promise<Result> {
    this.#calledAtMs = this.#wall.nowMs();
    this.#waitingCalls += 1;
    if (isOfHolder) this.#waitingOfHolders += 1;
    this.#wake();
    try {
      return await call;
    } finally {
      this.#waitingCalls -= 1;
      if (isOfHolder) this.#waitingOfHolders -= 1;
    }
  }

  /**
   * Lets time stand while code outside the cloud is under way, as it does for code in the process.
   * Where that code waits for a call, time passes.
   * @param limitMs how long it stands at most, in real time
   * @returns ends it
   */
  hold(limitMs: number): () => void {
    this.#holds += 1;
    const limit = this.#wall.wait(limitMs);
    let isOver = false;
    const release = (): void => {
      if (isOver) return;
      isOver = true;
      this.#holds -= 1;
      this.#anchorHere();
      limit.wake();
      this.#wake();
    };
    void limit.over.then(release);
    return release;
  }

  /** Something outside has happened that may have scheduled an action. */
  nudge(): void {
    this.#wake();
  }

  /** Ends it. @throws what an action threw: that is a bug, and time stands still since */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#wake();
    await this.#ended;
  }

  /** Settles when time has stopped for good. @throws as `stop` does */
  get ended(): Promise<void> {
    return this.#ended;
  }

  async #run(): Promise<void> {
    try {
      while (!this.#isStopped) {
        await this.#pass();
        await this.#pause();
      }
    } finally {
      this.#isStopped = true;
      for (const resolve of this.#caughtUp.splice(0)) resolve();
      this.#leap?.done();
    }
  }

  /** One stretch of time. */
  async #pass(): Promise<void> {
    const startedMs = this.#wall.nowMs();
    const caughtUp = this.#caughtUp.splice(0);
    const leap = this.#leap;
    const isAhead = leap === undefined && this.#isAhead();
    const wasHeld = this.#isHeld();
    const untilMs = this.#untilMs(leap?.untilMs, isAhead);
    const isLate = () => this.#wall.nowMs() - startedMs > STRETCH_MS_MAX;
    const isEnough = () =>
      this.#isStopped || isLate() || (isAhead && !this.#isAhead()) || wasHeld !== this.#isHeld();
    await this.#cloud.pass({ untilMs, isEnough });
    if (leap !== undefined && this.#cloud.nowMs() >= leap.untilMs) {
      this.#leap = undefined;
      leap.done();
    }
    // Where the machine is too slow for the pace, what was missed is not made up for.
    if (leap !== undefined || isAhead || isLate() || this.#isHeld()) this.#anchorHere();
    for (const resolve of caughtUp) resolve();
  }

  #untilMs(leapUntilMs: number | undefined, isAhead: boolean): number {
    if (this.#isHeld()) return this.#cloud.nowMs();
    return leapUntilMs ?? (isAhead ? Number.POSITIVE_INFINITY : this.#dueMs());
  }

  #isHeld(): boolean {
    return this.#holds > this.#waitingOfHolders;
  }

  /** Waits until something is due, or until somebody wants time to pass. */
  async #pause(): Promise<void> {
    const pauseMs = Math.min(this.#msUntilNext(), WAIT_MS_MAX);
    if (this.#isStopped || this.#isWanted() || pauseMs <= 0) return;
    const wait = this.#wall.wait(pauseMs);
    this.#wake = () => wait.wake();
    await wait.over;
    this.#wake = () => {};
  }

  #isWanted(): boolean {
    if (this.#caughtUp.length > 0) return true;
    if (this.#isHeld()) return false;
    const isCallWaiting = this.#isAhead() && Number.isFinite(this.#cloud.nextActionAtMs());
    return isCallWaiting || this.#leap !== undefined;
  }

  /** Whether time runs ahead of the wall clock, for a call that waits. */
  #isAhead(): boolean {
    return this.#pace === 'waiting' && this.#waitingCalls > 0 && this.#graceMs() <= 0;
  }

  /** How much longer a call might come. */
  #graceMs(): number {
    return this.#calledAtMs + GRACE_MS - this.#wall.nowMs();
  }

  #dueMs(): number {
    const { virtualMs, wallMs } = this.#anchor;
    const dueMs = virtualMs + (this.#wall.nowMs() - wallMs) * this.speed;
    return Math.max(this.#cloud.nowMs(), dueMs);
  }

  #msUntilNext(): number {
    const speed = this.speed;
    if (speed === 0 || this.#isHeld()) return WAIT_MS_MAX;
    const nextMs = (this.#cloud.nextActionAtMs() - this.#dueMs()) / speed;
    const isWaitedFor = this.#pace === 'waiting' && this.#waitingCalls > 0;
    return isWaitedFor ? Math.min(nextMs, Math.max(1, this.#graceMs())) : nextMs;
  }

  #anchorHere(): void {
    this.#anchor = { virtualMs: this.#cloud.nowMs(), wallMs: this.#wall.nowMs() };
  }
}

const machineClock: WallClock = {
  nowMs: () => performance.now(),
  wait(durationMs) {
    let wake = (): void => {};
    const over = new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, durationMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    return { over, wake: () => wake() };
  },
};
