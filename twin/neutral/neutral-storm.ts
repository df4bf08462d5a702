// The neutral workload "reboot storm" (version 1) on the twin's engine: what is measured when the
// engine's speed is. The rules are the workload's; the order of ties is ours.
import { openRandom, type Random } from '../engine/random.ts';
import { orderTies, tieSalt } from '../engine/tie-order.ts';
import { openWheel, type TimingWheel } from '../engine/timing-wheel.ts';
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

/** So many milliseconds are touched at once; more would push each other out of the cache. */
const WARM_MS = 16;

/** A node is four words of one array: one cache line at most. */
const DUE = 0;
const ENDS = 1;
/** The state in two bits, and above them how often the log-in failed in a row. */
const STATE = 2;
/** Executed: the latest renewal. Computed: when the session began. */
const LEASE = 3;

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
  readonly #records: Int32Array;
  readonly #pool: LoginPool;
  readonly #curve: OnlineCurve;
  readonly #ledger = new LeaseLedger(END_MS);
  #others: Int32Array = new Int32Array(64);
  #attempts = 0;
  #logins = 0;
  #ends = 0;
  #restarts = 0;
  #warmUntilMs = 0;

  constructor(options: NeutralOptions) {
    const { nodeCount, seed, leases, tieSeed = seed } = options;
    this.#nodeCount = nodeCount;
    this.#tieSeed = tieSeed;
    this.#isExecuted = leases === 'executed';
    this.#random = openRandom(seed);
    this.#pool = new LoginPool(nodeCount / 1_000);
    this.#curve = new OnlineCurve(nodeCount, STORM_MS);
    this.#records = new Int32Array(nodeCount * 4);
    const { nearBits = this.#isExecuted ? 17 : 10 } = options;
    const capacity = Math.ceil(nodeCount * 1.1);
    this.#wheel = openWheel({ capacity, tieSeed: null, endMs: END_MS, nearBits });
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
      this.#ledger.moveTo(atMs);
      if (atMs >= this.#warmUntilMs) {
        wheel.warm(WARM_MS, this.#records, 2);
        this.#warmUntilMs = atMs + WARM_MS;
      }
      const count = wheel.take();
      const left = this.#isExecuted ? this.#renew(count, atMs) : this.#sift(count, atMs);
      if (left === 0) continue;
      const others = this.#isExecuted ? this.#others : wheel.batch;
      orderTies(others, left, tieSalt(this.#tieSeed, atMs));
      for (let index = 0; index < left; index += 1) this.#turn(others[index] as number, atMs);
      this.#curve.observe(atMs);
    }
  }

  /** Runs the renewals of a batch, and answers how many others stand in `#others` now. */
  #renew(count: number, nowMs: number): number {
    const { batch } = this.#wheel;
    const records = this.#records;
    if (this.#others.length < batch.length) this.#others = new Int32Array(batch.length);
    const others = this.#others;
    let left = 0;
    let renewals = 0;
    const renewsMs = nowMs + RENEWAL_MS;
    for (let index = 0; index < count; index += 1) {
      const id = batch[index] as number;
      const node = id << 2;
      if ((records[node + DUE] as number) !== nowMs) continue;
      if (records[node + STATE] === ONLINE && (records[node + ENDS] as number) > renewsMs) {
        records[node + LEASE] = nowMs;
        records[node + DUE] = renewsMs;
        batch[renewals] = id;
        renewals += 1;
      } else {
        others[left] = id;
        left += 1;
      }
    }
    if (renewals > 0) {
      this.#wheel.insertAll(renewsMs, batch, renewals);
      this.#ledger.add(renewals);
    }
    return left;
  }

  /** Moves what is not stale to the beginning of the batch, and answers how many they are. */
  #sift(count: number, nowMs: number): number {
    const { batch } = this.#wheel;
    const records = this.#records;
    let left = 0;
    for (let index = 0; index < count; index += 1) {
      const id = batch[index] as number;
      if ((records[(id << 2) + DUE] as number) !== nowMs) continue;
      batch[left] = id;
      left += 1;
    }
    return left;
  }

  #turn(id: number, nowMs: number): void {
    const node = id << 2;
    // Twice in one batch: a restart's new timer fell on the moment of the old one.
    if ((this.#records[node + DUE] as number) !== nowMs) return;
    const state = this.#records[node + STATE] as number;
    if (state === ONLINE) this.#end(id, nowMs);
    else if (state === QUEUED) this.#complete(id, nowMs);
    else this.#attempt(id, state >> 2, nowMs);
  }

  #attempt(id: number, failures: number, nowMs: number): void {
    this.#attempts += 1;
    const doneMs = this.#pool.ask(nowMs);
    if (doneMs < 0) {
      const spreadMs = Math.min(64_000, 1_000 * 2 ** Math.min(failures, 6));
      this.#records[(id << 2) + STATE] = ((failures + 1) << 2) | OFFLINE;
      this.#schedule(id, nowMs + 1 + Math.floor(this.#random() * spreadMs));
    } else {
      this.#records[(id << 2) + STATE] = QUEUED;
      this.#schedule(id, doneMs);
    }
  }

  #complete(id: number, nowMs: number): void {
    const node = id << 2;
    this.#logins += 1;
    this.#curve.onlineCount += 1;
    this.#records[node + STATE] = ONLINE;
    const sessionMs = Math.min(SESSION_MS_MAX, -Math.log(1 - this.#random()) * SESSION_MEAN_MS);
    const endsMs = nowMs + 1 + Math.floor(sessionMs);
    this.#records[node + ENDS] = endsMs;
    this.#records[node + LEASE] = nowMs;
    if (this.#isExecuted) this.#schedule(id, Math.min(nowMs + RENEWAL_MS, endsMs));
    else {
      this.#ledger.begin(nowMs);
      this.#schedule(id, endsMs);
    }
  }

  #end(id: number, nowMs: number): void {
    const endsMs = this.#records[(id << 2) + ENDS] as number;
    if (this.#isExecuted && endsMs !== nowMs) {
      this.#records[(id << 2) + LEASE] = nowMs;
      this.#ledger.add(1);
      this.#schedule(id, endsMs);
      return;
    }
    this.#ends += 1;
    this.#goOffline(id, nowMs);
    this.#schedule(id, nowMs + 5_000 + Math.floor(this.#random() * 25_000));
  }

  #restart(id: number, nowMs: number): void {
    this.#restarts += 1;
    if ((this.#records[(id << 2) + STATE] as number) === ONLINE) this.#goOffline(id, nowMs);
    this.#records[(id << 2) + STATE] = OFFLINE;
    this.#schedule(id, nowMs + 30_000 + Math.floor(this.#random() * 90_000));
  }

  #goOffline(id: number, nowMs: number): void {
    const node = id << 2;
    this.#curve.onlineCount -= 1;
    if (!this.#isExecuted) this.#ledger.end(this.#records[node + LEASE] as number, nowMs);
    this.#records[node + STATE] = OFFLINE;
  }

  /** The due time in the record makes every other timer of the node stale. */
  #schedule(id: number, atMs: number): void {
    this.#records[(id << 2) + DUE] = atMs;
    this.#wheel.insert(atMs, id);
  }

  #result(): NeutralRun {
    const { renewalsPerSecond } = this.#ledger;
    return {
      ...{ attempts: this.#attempts, failed: this.#pool.failedCount, logins: this.#logins },
      renewals: renewalsPerSecond.reduce((sum, count) => sum + count, 0),
      ...{ ends: this.#ends, restarts: this.#restarts },
      peakQueuePerNode: this.#pool.backlogMax / this.#nodeCount,
      ...this.#curve.summary(),
      renewalsPerSecond,
    };
  }
}
