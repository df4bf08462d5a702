// What is to happen when, for millions of timers: a slot for each of the next milliseconds, a
// coarse slot for each stretch of time after those. A slot is a chain of chunks of sixteen words,
// one cache line each, all in one pool; a timer is a word in its slot, and two in a coarse one.
import { orderTies, tieSalt } from './tie-order.ts';

/** The latest time, and the length of the longest run: 24.8 days. */
export const LATEST_MS = 2 ** 31 - 1;

/** How a wheel is made. */
export interface WheelOptions {
  /** Timers that are pending at once, as far as is known. With more of them the wheel grows. */
  readonly capacity: number;
  /** Seeds the order within a millisecond. Null: any order, always the same for the same calls. */
  readonly tieSeed: number | null;
  /** Timers due at this time or later are forgotten: the run ends before. `LATEST_MS` if absent. */
  readonly endMs?: number;
  /**
   * 2 to this many milliseconds have slots of their own. Fewer save memory where timers are few or
   * far; with more, timers that are renewed soon never see a coarse slot. 14 (16 s) if absent.
   */
  readonly nearBits?: number;
}

/** Ints in a chunk: the link to the chunk before, then fifteen ids, or seven ids and times. */
const CHUNK = 16;

/** Opens a wheel at time 0. */
export function openWheel(options: WheelOptions): TimingWheel {
  return new TimingWheel(options);
}

/** Timers in the order of their times. An id may have any number of timers; none is cancelled. */
export class TimingWheel {
  /**
   * The ids that `take` answered. Valid until the next `take`; read it again after each one, since
   * it grows.
   */
  batch: Int32Array = new Int32Array(64);
  /** Without meaning: kept so that no compiler leaves the touching out. */
  warmth = 0;
  #nowMs = 0;
  #pendingCount = 0;
  #pool: Int32Array;
  /** Where the first chunk that was never used begins; 0 means "none" wherever a place is meant. */
  #unused = CHUNK;
  #freed = 0;
  readonly #endMs: number;
  readonly #nearBits: number;
  readonly #nearMask: number;
  readonly #tieSeed: number | null;
  /** For each slot, the place behind its last entry; 0 when it is empty. */
  readonly #near: Int32Array;
  readonly #far: Int32Array;
  /** A bit for each near slot that is not empty, so that empty ones cost a 32nd of a look. */
  readonly #used: Int32Array;

  constructor(options: WheelOptions) {
    const { capacity, tieSeed, endMs = LATEST_MS, nearBits = 14 } = options;
    if (!(nearBits >= 8 && nearBits <= 24 && endMs > 0 && endMs <= LATEST_MS)) {
      throw new RangeError(`nearBits ${nearBits}, endMs ${endMs}: 8 to 24, and up to 2^31 - 1`);
    }
    this.#endMs = endMs;
    this.#tieSeed = tieSeed;
    this.#nearBits = nearBits;
    const nearCount = 2 ** nearBits;
    this.#nearMask = nearCount - 1;
    this.#near = new Int32Array(nearCount);
    this.#used = new Int32Array(nearCount / 32);
    this.#far = new Int32Array((endMs >>> nearBits) + 1);
    // A seventh of a chunk each, and as many again half empty. What is not used stays unmapped.
    const halfEmpty = Math.min(capacity, nearCount + this.#far.length);
    this.#pool = new Int32Array((Math.ceil(capacity / 7) + halfEmpty + 2) * CHUNK);
  }

  /** The time of the latest slot that was looked at. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** Timers that are still to come, without the forgotten ones. */
  get pendingCount(): number {
    return this.#pendingCount;
  }

  /**
   * Lets `id` be due at `atMs`, which may be now: then it runs after what is under way.
   * @param atMs - whole milliseconds since the start
   * @throws RangeError when that time is past, or is no number
   */
  insert(atMs: number, id: number): void {
    const aheadMs = atMs - this.#nowMs;
    if (!(aheadMs >= 0)) throw new RangeError(pastMessage(id, atMs, this.#nowMs));
    if (atMs >= this.#endMs) return;
    this.#pendingCount += 1;
    if (aheadMs <= this.#nearMask) this.#insertNear(atMs, id);
    else this.#insertFar(atMs, id);
  }

  /**
   * Moves to the next time up to `limitMs` at which something is due, and answers it; or to
   * `limitMs`, and answers -1. That may be the time it is already.
   */
  next(limitMs: number): number {
    const lastMs = Math.min(limitMs, this.#endMs - 1);
    while (this.#nowMs <= lastMs) {
      const turnMs = (this.#nowMs | this.#nearMask) + 1;
      const foundMs = this.#firstUsed(this.#nowMs, Math.min(lastMs + 1, turnMs));
      if (foundMs >= 0) {
        this.#nowMs = foundMs;
        return foundMs;
      }
      if (turnMs > lastMs) break;
      this.#nowMs = turnMs;
      this.#bringNear(turnMs >>> this.#nearBits);
    }
    this.#nowMs = Math.max(this.#nowMs, lastMs);
    return -1;
  }

  /** Takes everything that is due now out into `batch`, and answers how many there are. */
  take(): number {
    const slot = this.#nowMs & this.#nearMask;
    let place = this.#near[slot]!;
    if (place === 0) return 0;
    this.#near[slot] = 0;
    this.#used[slot >>> 5] = this.#used[slot >>> 5]! & ~(1 << (slot & 31));
    const pool = this.#pool;
    let batch = this.batch;
    let count = 0;
    while (place !== 0) {
      const chunk = (place - 1) & -CHUNK;
      if (count + CHUNK > batch.length) batch = this.#growBatch();
      for (let at = chunk + 1; at < place; at += 1) {
        batch[count] = pool[at]!;
        count += 1;
      }
      place = pool[chunk]!;
      pool[chunk] = this.#freed;
      this.#freed = chunk;
    }
    this.#pendingCount -= count;
    if (this.#tieSeed !== null && count > 1) {
      orderTies(batch, count, tieSalt(this.#tieSeed, this.#nowMs));
    }
    return count;
  }

  /**
   * Touches the records of all that is due within `aheadMs`, so that their cache misses overlap
   * instead of queueing: worth it where records are many and each event is short.
   * Here and not with its one user, the neutral workload (bench/neutral/), since it reads what the
   * wheel keeps to itself.
   * @param records - the record of an id begins at `id << strideBits`
   */
  warm(aheadMs: number, records: Int32Array, strideBits: number): void {
    const pool = this.#pool;
    const endMs = this.#nowMs + Math.min(aheadMs, this.#nearMask);
    let warmth = 0;
    for (let atMs = this.#nowMs; atMs < endMs; atMs += 1) {
      warmth ^= pool[this.#near[atMs & this.#nearMask]! & -CHUNK]!;
    }
    for (let atMs = this.#nowMs; atMs < endMs; atMs += 1) {
      let place = this.#near[atMs & this.#nearMask]!;
      while (place !== 0) {
        const chunk = (place - 1) & -CHUNK;
        for (let at = chunk + 1; at < place; at += 1) {
          warmth ^= records[pool[at]! << strideBits]!;
        }
        place = pool[chunk]!;
      }
    }
    this.warmth = warmth;
  }

  /**
   * Calls `visit` for all that is due up to `untilMs`, one by one; what it inserts on the way, too.
   * Not to be called from within `visit`, and neither is `take`.
   */
  advance(untilMs: number, visit: (id: number, atMs: number) => void): void {
    for (let atMs = this.next(untilMs); atMs >= 0; atMs = this.next(untilMs)) {
      const count = this.take();
      for (let index = 0; index < count; index += 1) visit(this.batch[index]!, atMs);
    }
  }

  #insertNear(atMs: number, id: number): void {
    const slot = atMs & this.#nearMask;
    let place = this.#near[slot]!;
    if ((place & (CHUNK - 1)) === 0) {
      if (place === 0) {
        this.#used[slot >>> 5] = this.#used[slot >>> 5]! | (1 << (slot & 31));
      }
      place = this.#openChunk(place);
    }
    this.#pool[place] = id;
    this.#near[slot] = place + 1;
  }

  #insertFar(atMs: number, id: number): void {
    const slot = atMs >>> this.#nearBits;
    let place = this.#far[slot]!;
    // Pairs stand at odd places; behind the seventh one word is left over.
    if (place === 0 || (place & (CHUNK - 1)) === CHUNK - 1) place = this.#openChunk(place);
    this.#pool[place] = id;
    this.#pool[place + 1] = atMs;
    this.#far[slot] = place + 2;
  }

  /** Gives each timer of a coarse slot the slot of its own millisecond. */
  #bringNear(farSlot: number): void {
    let place = this.#far[farSlot]!;
    this.#far[farSlot] = 0;
    while (place !== 0) {
      const chunk = (place - 1) & -CHUNK;
      for (let at = chunk + 1; at < place; at += 2) {
        this.#insertNear(this.#pool[at + 1]!, this.#pool[at]!);
      }
      place = this.#pool[chunk]!;
      this.#pool[chunk] = this.#freed;
      this.#freed = chunk;
    }
  }

  /** The first time from `fromMs` to before `endMs`, both within one turn, whose slot is used. */
  #firstUsed(fromMs: number, endMs: number): number {
    const lastSlot = (endMs - 1) & this.#nearMask;
    const firstSlot = fromMs & this.#nearMask;
    let bits = this.#used[firstSlot >>> 5]! & (-1 << (firstSlot & 31));
    for (let word = firstSlot >>> 5; ; ) {
      if (bits !== 0) {
        const slot = (word << 5) + 31 - Math.clz32(bits & -bits);
        return slot <= lastSlot ? fromMs - firstSlot + slot : -1;
      }
      word += 1;
      if (word > lastSlot >>> 5) return -1;
      bits = this.#used[word]!;
    }
  }

  /** A chunk behind `place`: the first place in it. */
  #openChunk(place: number): number {
    let chunk = this.#freed;
    if (chunk !== 0) this.#freed = this.#pool[chunk]!;
    else {
      chunk = this.#unused;
      this.#unused += CHUNK;
      if (this.#unused >= this.#pool.length) this.#growPool();
    }
    this.#pool[chunk] = place;
    return chunk + 1;
  }

  #growPool(): void {
    const grown = new Int32Array(Math.ceil(this.#pool.length / CHUNK / 2) * 3 * CHUNK);
    grown.set(this.#pool);
    this.#pool = grown;
  }

  #growBatch(): Int32Array {
    const grown = new Int32Array(this.batch.length * 2);
    grown.set(this.batch);
    this.batch = grown;
    return grown;
  }
}

function pastMessage(id: number, atMs: number, nowMs: number): string {
  return `timer ${id} is due at ${atMs} ms, and it is ${nowMs} ms: let it be due now or later`;
}
