// The neutral workload "reboot storm" (version 1) on the twin's engine: what is measured when the
// engine's speed is. The rules are the workload's; the order of ties is ours.

import { openRandom, type Random } from '#twin/engine/random.ts';
import { openWheel, type TimingWheel } from '#twin/engine/timing-wheel.ts';
import { type DelayQueue, openDelayQueue } from './delay-queue.ts';
import { LeaseLedger } from './lease-ledger.ts';
import { LoginPool } from './login-pool.ts';
import type { NeutralOptions, NeutralRun } from './neutral-run.ts';
import { OnlineCurve } from './online-curve.ts';

const END_MS = 14_400_000;
const STORM_MS = 3_600_000;
const STORM_LENGTH_MS = 600_000;
const RESTART_SHARE = 0.1;
const JOIN_MS = 900_000;
const RENEWAL_MS = 60_000;
const SESSION_MEAN_MS = 10_800_000;
/** Longer sessions end after the run anyway. */
const SESSION_MS_MAX = 3e7;
/** After so many failed log-ins in a row the time until the next does not grow any more. */
const FAILURES_MAX = 6;

/** So many milliseconds are touched at once; more would push each other out of the cache. */
const WARM_MS = 16;

/** A node is two words of one array, so that eight nodes share a cache line. */
const STRIDE_BITS = 1;
/** When its next event is due; renewals apart, which come before it and are nobody else's. */
const DUE = 0;
/**
 * In two bits the state; above them, offline, how often the log-in failed in a row; online, when
 * the session began, or with executed leases when it was renewed last.
 */
const STATE = 1;

const STATE_BITS = 2;
const STATE_MASK = 3;
const OFFLINE = 0;
const QUEUED = 1;
const ONLINE = 2;

/** Draws where everybody begins. `run` does the rest, once. */
export function openNeutralStorm(options: NeutralOptions): NeutralStorm {
  return new NeutralStorm(options);
}

/**
 * Within a millisecond, restarts come first and then the rest, each in the order of ties. Renewals
 * run before everything else: they touch nothing but their own node.
 */
export class NeutralStorm {
  readonly #nodeCount: number;
  readonly #tieSeed: number;
  readonly #isExecuted: boolean;
  readonly #random: Random;
  readonly #wheel: TimingWheel;
  readonly #leases: DelayQueue;
  readonly #renews: (id: number, nowMs: number) => boolean;
  readonly #records: Int32Array;
  readonly #pool: LoginPool;
  readonly #curve: OnlineCurve;
  readonly #ledger = new LeaseLedger(END_MS);
  #attempts = 0;
  #logins = 0;
  #ends = 0;
  #restarts = 0;
  #warmUntilMs = 0;

  constructor(options: NeutralOptions) {
    const { nodeCount, seed, leases, tieSeed = seed, nearBits = 12 } = options;
    this.#nodeCount = nodeCount;
    this.#tieSeed = tieSeed;
    this.#isExecuted = leases === 'executed';
    this.#random = openRandom(seed);
    this.#pool = new LoginPool(nodeCount / 1_000);
    this.#curve = new OnlineCurve(nodeCount, STORM_MS);
    this.#records = new Int32Array(nodeCount << STRIDE_BITS);
    this.#renews = renewalOf(this.#records);
    const capacity = Math.ceil(nodeCount * 1.1);
    const leaseCapacity = this.#isExecuted ? capacity : 0;
    this.#leases = openDelayQueue({ delayMs: RENEWAL_MS, capacity: leaseCapacity, endMs: END_MS });
    this.#wheel = openWheel({ capacity, tieSeed, endMs: END_MS, nearBits });
    for (let id = 0; id < nodeCount; id += 1) {
      this.#schedule(id, Math.floor(this.#random() * JOIN_MS) + 1);
    }
  }

  /** Runs the four hours. */
  run(): NeutralRun {
    this.#runUntil(STORM_MS - 1);
    this.#pool.slowDown(this.#nodeCount / 5_000);
    const storm = this.#planStorm();
    for (let atMs = storm.next(END_MS); atMs >= 0; atMs = storm.next(END_MS)) {
      this.#runUntil(atMs - 1);
      const count = storm.take();
      this.#ledger.moveTo(atMs);
      for (let index = 0; index < count; index += 1) {
        this.#restart(storm.batch[index] as number, atMs);
      }
      this.#runUntil(atMs);
      this.#curve.observe(atMs);
    }
    this.#runUntil(END_MS - 1);
    this.#ledger.moveTo(END_MS - 1);
    return this.#result();
  }

  #planStorm(): TimingWheel {
    const capacity = Math.ceil(this.#nodeCount * RESTART_SHARE * 1.1);
    const storm = openWheel({ capacity, tieSeed: this.#tieSeed, nearBits: 10, endMs: END_MS });
    for (let id = 0; id < this.#nodeCount; id += 1) {
      if (this.#random() >= RESTART_SHARE) continue;
      storm.insert(STORM_MS + Math.floor(this.#random() * STORM_LENGTH_MS), id);
    }
    return storm;
  }

  #runUntil(untilMs: number): void {
    const wheel = this.#wheel;
    for (let atMs = wheel.next(untilMs); atMs >= 0; atMs = wheel.next(untilMs)) {
      this.#moveTo(atMs);
      if (atMs >= this.#warmUntilMs) {
        wheel.warm(WARM_MS, this.#records, STRIDE_BITS);
        this.#warmUntilMs = atMs + WARM_MS;
      }
      const count = wheel.take();
      const { batch } = wheel;
      for (let index = 0; index < count; index += 1) this.#turn(batch[index] as number, atMs);
      this.#curve.observe(atMs);
    }
    this.#moveTo(untilMs);
  }

  /** Counts the renewals up to `nowMs`, or executes them, second by second. */
  #moveTo(nowMs: number): void {
    const ledger = this.#ledger;
    if (!this.#isExecuted) {
      ledger.moveTo(nowMs);
      return;
    }
    while (ledger.nextSecondMs <= nowMs) {
      ledger.add(this.#leases.run(ledger.nextSecondMs - 1, this.#renews));
      ledger.moveTo(ledger.nextSecondMs);
    }
    ledger.add(this.#leases.run(nowMs, this.#renews));
  }

  #turn(id: number, nowMs: number): void {
    const node = id << STRIDE_BITS;
    // Stale, or twice in one batch: a restart's new timer fell on the moment of the old one.
    if ((this.#records[node + DUE] as number) !== nowMs) return;
    const state = this.#records[node + STATE] as number;
    const kind = state & STATE_MASK;
    if (kind === ONLINE) this.#end(id, nowMs);
    else if (kind === QUEUED) this.#complete(id, nowMs);
    else this.#attempt(id, state >> STATE_BITS, nowMs);
  }

  #attempt(id: number, failures: number, nowMs: number): void {
    this.#attempts += 1;
    const doneMs = this.#pool.ask(nowMs);
    if (doneMs < 0) {
      this.#enter(id, OFFLINE, Math.min(failures + 1, FAILURES_MAX));
      this.#schedule(id, nowMs + 1 + Math.floor(this.#random() * (1_000 << failures)));
    } else {
      this.#enter(id, QUEUED, 0);
      this.#schedule(id, doneMs);
    }
  }

  #complete(id: number, nowMs: number): void {
    this.#logins += 1;
    this.#curve.onlineCount += 1;
    this.#enter(id, ONLINE, nowMs);
    if (this.#isExecuted) this.#leases.set(nowMs, id);
    else this.#ledger.begin(nowMs);
    const sessionMs = Math.min(SESSION_MS_MAX, -Math.log(1 - this.#random()) * SESSION_MEAN_MS);
    this.#schedule(id, nowMs + 1 + Math.floor(sessionMs));
  }

  #end(id: number, nowMs: number): void {
    this.#ends += 1;
    this.#goOffline(id, nowMs);
    this.#schedule(id, nowMs + 5_000 + Math.floor(this.#random() * 25_000));
  }

  #restart(id: number, nowMs: number): void {
    this.#restarts += 1;
    const state = this.#records[(id << STRIDE_BITS) + STATE] as number;
    if ((state & STATE_MASK) === ONLINE) this.#goOffline(id, nowMs);
    this.#enter(id, OFFLINE, 0);
    this.#schedule(id, nowMs + 30_000 + Math.floor(this.#random() * 90_000));
  }

  #goOffline(id: number, nowMs: number): void {
    this.#curve.onlineCount -= 1;
    const state = this.#records[(id << STRIDE_BITS) + STATE] as number;
    if (!this.#isExecuted) this.#ledger.end(state >> STATE_BITS, nowMs);
    this.#enter(id, OFFLINE, 0);
  }

  #enter(id: number, kind: number, what: number): void {
    this.#records[(id << STRIDE_BITS) + STATE] = (what << STATE_BITS) | kind;
  }

  /** The due time in the record makes every other timer of the node stale. */
  #schedule(id: number, atMs: number): void {
    this.#records[(id << STRIDE_BITS) + DUE] = atMs;
    this.#wheel.insert(atMs, id);
  }

  #result(): NeutralRun {
    const { renewalsPerSecond } = this.#ledger;
    return {
      attempts: this.#attempts,
      failed: this.#pool.failedCount,
      logins: this.#logins,
      renewals: renewalsPerSecond.reduce((sum, count) => sum + count, 0),
      ends: this.#ends,
      restarts: this.#restarts,
      peakQueuePerNode: this.#pool.backlogMax / this.#nodeCount,
      ...this.#curve.summary(),
      renewalsPerSecond,
    };
  }
}

/**
 * What a renewal is: false when the lease is not what it was a minute ago, or ends at this moment.
 * It is made once for each run, and reads constants of its own: millions a second are executed.
 */
function renewalOf(records: Int32Array): (id: number, nowMs: number) => boolean {
  return (id, nowMs) => {
    const node = id << STRIDE_BITS;
    const before = ((nowMs - RENEWAL_MS) << STATE_BITS) | ONLINE;
    if (records[node + STATE] !== before || (records[node + DUE] as number) <= nowMs) return false;
    records[node + STATE] = (nowMs << STATE_BITS) | ONLINE;
    return true;
  };
}
