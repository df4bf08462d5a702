// Keeps the books of a station: counts, averages over time and durations, in total and for each
// interval. The run reports to it. It knows nothing of queues.
import { grown } from './event-heap.ts';
import type { Station } from './station.ts';
import {
  countsBetween,
  type DurationSummary,
  noCounts,
  type StationInterval,
  type StationLevels,
  type StationResult,
} from './station-result.ts';

/** The tally of one run. The run keeps `waiting` and `busy` up to date, and adds to `counts`. */
export class StationTally {
  counts = noCounts();
  waiting = 0;
  busy = 0;
  readonly inQueue = new Durations();
  readonly inSystem = new Durations();
  readonly toAnswer = new Durations();
  stayCount = 0;
  stayTotalMs = 0;

  readonly #station: Station;
  readonly #series: StationInterval[] = [];
  #nowMs = 0;
  #nextBorderMs: number;
  /**
   * The integrals of the levels over time: the total one since the warm-up, the other since the
   * last interval's end. Their unit is attempts times milliseconds.
   */
  #total = new LevelIntegral();
  #interval = new LevelIntegral();
  #countsAtBorder = noCounts();
  #countsAtWarm = noCounts();
  #isWarm: boolean;

  constructor(station: Station) {
    this.#station = station;
    this.#isWarm = station.warmUpMs === 0;
    this.#nextBorderMs = this.#borderAfter(0);
  }

  /** Moves the time on, and closes each interval that ends on the way. */
  advance(toMs: number): void {
    while (this.#nextBorderMs <= toMs) {
      this.#integrate(this.#nextBorderMs);
      this.#crossBorder();
    }
    this.#integrate(toMs);
  }

  /** Counts a stay in the system that has ended. */
  endStay(stayMs: number): void {
    this.stayCount += 1;
    this.stayTotalMs += stayMs;
  }

  result(eventCount: number): StationResult {
    const { durationMs, warmUpMs } = this.#station;
    return {
      counts: countsBetween(this.#countsAtWarm, this.counts),
      inQueueMs: this.inQueue.summary(),
      inSystemMs: this.inSystem.summary(),
      toAnswerMs: this.toAnswer.summary(),
      stays: { count: this.stayCount, totalMs: this.stayTotalMs },
      levels: this.#total.levels(durationMs - warmUpMs),
      series: this.#series,
      leftInSystem: this.waiting + this.busy,
      eventCount,
    };
  }

  #integrate(toMs: number): void {
    const spanMs = toMs - this.#nowMs;
    this.#total.add(this.waiting, this.busy, spanMs);
    this.#interval.add(this.waiting, this.busy, spanMs);
    this.#nowMs = toMs;
  }

  #crossBorder(): void {
    const { warmUpMs, intervalMs, durationMs } = this.#station;
    if (!this.#isWarm && this.#nowMs >= warmUpMs) this.#warm();
    const fromMs = this.#series.length * intervalMs;
    const endMs = Math.min(fromMs + intervalMs, durationMs);
    if (this.#nowMs >= endMs && this.#nowMs > fromMs) {
      this.#series.push({
        fromMs,
        ...countsBetween(this.#countsAtBorder, this.counts),
        levels: this.#interval.levels(endMs - fromMs),
        queueAtEnd: this.waiting,
      });
      this.#interval = new LevelIntegral();
      this.#countsAtBorder = { ...this.counts };
    }
    this.#nextBorderMs = this.#borderAfter(this.#nowMs);
  }

  /** Ends the warm-up: everything but the series starts again at zero. */
  #warm(): void {
    this.#isWarm = true;
    this.#total = new LevelIntegral();
    this.#countsAtWarm = { ...this.counts };
    for (const durations of [this.inQueue, this.inSystem, this.toAnswer]) durations.clear();
    this.stayCount = 0;
    this.stayTotalMs = 0;
  }

  #borderAfter(nowMs: number): number {
    const { warmUpMs, intervalMs, durationMs } = this.#station;
    if (nowMs >= durationMs) return Number.POSITIVE_INFINITY;
    const endMs = Math.min((this.#series.length + 1) * intervalMs, durationMs);
    return this.#isWarm ? endMs : Math.min(endMs, warmUpMs);
  }
}

class LevelIntegral {
  #waiting = 0;
  #busy = 0;

  add(waiting: number, busy: number, spanMs: number): void {
    this.#waiting += waiting * spanMs;
    this.#busy += busy * spanMs;
  }

  levels(spanMs: number): StationLevels {
    const inQueue = this.#waiting / spanMs;
    const inService = this.#busy / spanMs;
    return { inQueue, inService, inSystem: inQueue + inService };
  }
}

/** Keeps all durations, so that percentiles are exact. Each takes 8 bytes. */
export class Durations {
  #valuesMs = new Float64Array(256);
  #count = 0;

  add(valueMs: number): void {
    if (this.#count === this.#valuesMs.length)
      this.#valuesMs = grown(this.#valuesMs, new Float64Array(2 * this.#count));
    this.#valuesMs[this.#count++] = valueMs;
  }

  clear(): void {
    this.#count = 0;
  }

  summary(): DurationSummary {
    const values = this.#valuesMs.subarray(0, this.#count).sort();
    const count = values.length;
    if (count === 0) {
      const none = { p50Ms: null, p95Ms: null, p99Ms: null };
      return { count, meanMs: null, deviationMs: null, ...none };
    }
    let sum = 0;
    for (const valueMs of values) sum += valueMs;
    const meanMs = sum / count;
    let squares = 0;
    for (const valueMs of values) squares += (valueMs - meanMs) ** 2;
    const deviationMs = Math.sqrt(squares / count);
    const [p50Ms, p95Ms, p99Ms] = [0.5, 0.95, 0.99].map((share) => ranked(values, share));
    return { count, meanMs, deviationMs, p50Ms, p95Ms, p99Ms } as DurationSummary;
  }
}

/** The smallest value for which at least the given share of all values is as small or smaller. */
function ranked(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
}
