// Judges a run by its history: every invariant at once, entry by entry, with constant work for each
// and without keeping what was read.
import type { HistoryEntry } from './history.ts';
import type {
  HistoryEnd,
  Invariant,
  InvariantId,
  InvariantVerdict,
  Rules,
  Seen,
} from './invariant.ts';
import { type TrackedMessage, TrackedMessages } from './messages-seen.ts';
import { type Touched, TrackedNetwork } from './network-seen.ts';
import { capacityNeverExceeded } from './rules/capacity-never-exceeded.ts';
import { countersExact } from './rules/counters-exact.ts';
import { deadLettersEmpty } from './rules/dead-letters-empty.ts';
import { epochsOnlyRise } from './rules/epochs-only-rise.ts';
import { healEnds } from './rules/heal-ends.ts';
import { liveness } from './rules/liveness.ts';
import { noDeadHome } from './rules/no-dead-home.ts';
import { noLoginLost } from './rules/no-login-lost.ts';
import { noSlotLeaked } from './rules/no-slot-leaked.ts';
import { nonceNeverReused } from './rules/nonce-never-reused.ts';
import { oneHome } from './rules/one-home.ts';
import { onlyProven } from './rules/only-proven.ts';
import { runEnds } from './rules/run-ends.ts';

/** Every invariant, in the order in which they are shown. */
export const invariants: readonly Invariant[] = [
  capacityNeverExceeded,
  oneHome,
  noDeadHome,
  epochsOnlyRise,
  noSlotLeaked,
  noLoginLost,
  onlyProven,
  nonceNeverReused,
  countersExact,
  deadLettersEmpty,
  healEnds,
  runEnds,
  liveness,
];

/** Follows one run. */
export interface HistoryChecker {
  /** Says the next entry. Their times must not fall. */
  note(entry: HistoryEntry): void;
  /** Ends the history and judges it, once. */
  verdicts(end: HistoryEnd): InvariantVerdict[];
  /** How many entries were noted. */
  readonly entryCount: number;
}

/** An invariant about a fact that the history does not have, with the reason. */
export type Undecidable = Partial<Record<InvariantId, string>>;

/**
 * Begins to check a history.
 * @param undecidable invariants that this history cannot decide, with the reason in words
 */
export function openChecker(rules: Rules, undecidable: Undecidable = {}): HistoryChecker {
  return new Checker(rules, undecidable);
}

class Checker implements HistoryChecker {
  entryCount = 0;
  readonly #rules: Rules;
  readonly #undecidable: Undecidable;
  readonly #network = new TrackedNetwork();
  readonly #messages = new TrackedMessages();
  readonly #monitors;
  #phase: Seen['phase'] = 'seeding';
  #faultsEndMs: number | null = null;
  #nextPollAtMs = Number.NEGATIVE_INFINITY;
  #latestAtMs = Number.NEGATIVE_INFINITY;

  constructor(rules: Rules, undecidable: Undecidable) {
    this.#rules = rules;
    this.#undecidable = undecidable;
    this.#monitors = invariants.map((invariant) => invariant.monitor(rules));
  }

  note(entry: HistoryEntry): void {
    if (entry.atMs < this.#latestAtMs)
      throw new Error(`expected entries in order: ${entry.atMs} after ${this.#latestAtMs}`);
    this.#latestAtMs = entry.atMs;
    this.#pollIfDue(entry.atMs);
    this.entryCount += 1;
    const seen = this.#take(entry);
    for (const monitor of this.#monitors) monitor.note?.(entry, seen);
    if (entry.kind === 'finished') this.#finish(entry.atMs);
  }

  verdicts(end: HistoryEnd): InvariantVerdict[] {
    const isSeeded = this.#phase !== 'seeding';
    this.#pollIfDue(end.atMs);
    if (this.#phase === 'served') this.#finish(end.atMs);
    const seen = this.#seen();
    for (const monitor of this.#monitors) monitor.end?.(end, seen);
    return invariants.map(({ id, sentence, decidedBy }, index) => {
      const findings = this.#monitors[index]?.findings;
      if (findings === undefined) throw new Error(`expected a monitor of ${id}`);
      const why = isSeeded ? this.#undecidable[id] : 'the quiet day was never stored whole';
      const found = why === undefined ? findings.verdict() : undecided(why);
      return { id, sentence, decidedBy, ...found };
    });
  }

  /** Takes an entry in, so that every monitor sees the state after it. */
  #take(entry: HistoryEntry): Seen {
    switch (entry.kind) {
      case 'commit':
        return this.#seen(this.#network.apply(entry));
      case 'message':
        return this.#seen(nothing, this.#messages.apply(entry));
      case 'fault':
        this.#faultsEndMs = Math.max(this.#faultsEndMs ?? 0, entry.lastsUntilMs);
        return this.#seen();
      case 'seeded':
        this.#phase = 'served';
        // What was stored bit by bit is judged as a whole.
        return this.#seen(this.#network.everything());
      default:
        return this.#seen();
    }
  }

  #seen(touched: Touched = nothing, message?: TrackedMessage): Seen {
    return {
      number: this.entryCount,
      phase: this.#phase,
      network: this.#network,
      messages: this.#messages,
      touched,
      message,
      faultsEndMs: this.#faultsEndMs,
    };
  }

  #pollIfDue(nowMs: number): void {
    if (this.#phase !== 'served' || nowMs < this.#nextPollAtMs) return;
    this.#nextPollAtMs = nowMs + this.#rules.timings.healPaceMs;
    for (const monitor of this.#monitors) monitor.poll?.(nowMs, this.#seen());
  }

  #finish(nowMs: number): void {
    const seen = this.#seen();
    for (const monitor of this.#monitors) monitor.poll?.(nowMs, seen);
    for (const monitor of this.#monitors) monitor.finish?.(nowMs, seen);
    this.#phase = 'over';
  }
}

const nothing: Touched = { registrations: new Set<string>(), cells: new Set<string>() };

function undecided(reason: string) {
  return { verdict: 'unknown' as const, reason, violations: [], violationCount: 0 };
}
