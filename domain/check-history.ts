// Judges a run by its history: every invariant at once, entry by entry, with constant work for each
// and without keeping what was read.
import type { HistoryEntry } from './history.ts';
import { capacityNeverExceeded } from './invariants/capacity-never-exceeded.ts';
import { countersExact } from './invariants/counters-exact.ts';
import { deadLettersEmpty } from './invariants/dead-letters-empty.ts';
import { epochsOnlyRise } from './invariants/epochs-only-rise.ts';
import { healEnds } from './invariants/heal-ends.ts';
import type {
  HistoryEnd,
  Invariant,
  InvariantId,
  InvariantVerdict,
  Rules,
  Seen,
} from './invariants/invariant.ts';
import { liveness } from './invariants/liveness.ts';
import { type TrackedMessage, TrackedMessages } from './invariants/messages-seen.ts';
import { type Touched, TrackedNetwork } from './invariants/network-seen.ts';
import { noDeadHome } from './invariants/no-dead-home.ts';
import { noLoginLost } from './invariants/no-login-lost.ts';
import { noSlotLeaked } from './invariants/no-slot-leaked.ts';
import { nonceNeverReused } from './invariants/nonce-never-reused.ts';
import { oneHome } from './invariants/one-home.ts';
import { onlyProven } from './invariants/only-proven.ts';
import { runEnds } from './invariants/run-ends.ts';

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
  /** Tells the next entry. Their times must not fall. */
  note(entry: HistoryEntry): void;
  /** Ends the history and judges it, once. */
  verdicts(end: HistoryEnd): InvariantVerdict[];
  /** How many entries were noted. */
  readonly entryCount: number;
}

/** An invariant whose fact nobody told the history, with the reason. */
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
  readonly #watches;
  #phase: Seen['phase'] = 'seeding';
  #faultsEndMs: number | null = null;
  #nextLookAtMs = Number.NEGATIVE_INFINITY;
  #latestAtMs = Number.NEGATIVE_INFINITY;

  constructor(rules: Rules, undecidable: Undecidable) {
    this.#rules = rules;
    this.#undecidable = undecidable;
    this.#watches = invariants.map((invariant) => invariant.watch(rules));
  }

  note(entry: HistoryEntry): void {
    if (entry.atMs < this.#latestAtMs)
      throw new Error(`expected entries in order: ${entry.atMs} after ${this.#latestAtMs}`);
    this.#latestAtMs = entry.atMs;
    this.#lookIfDue(entry.atMs);
    this.entryCount += 1;
    const seen = this.#take(entry);
    for (const watch of this.#watches) watch.note?.(entry, seen);
    if (entry.kind === 'finished') this.#finish(entry.atMs);
  }

  verdicts(end: HistoryEnd): InvariantVerdict[] {
    const isSeeded = this.#phase !== 'seeding';
    this.#lookIfDue(end.atMs);
    if (this.#phase === 'served') this.#finish(end.atMs);
    const seen = this.#seen();
    for (const watch of this.#watches) watch.end?.(end, seen);
    return invariants.map(({ id, sentence, decidedBy }, index) => {
      const findings = this.#watches[index]?.findings;
      if (findings === undefined) throw new Error(`expected a watch of ${id}`);
      const why = isSeeded ? this.#undecidable[id] : 'the quiet day was never stored whole';
      const found = why === undefined ? findings.verdict() : undecided(why);
      return { id, sentence, decidedBy, ...found };
    });
  }

  /** Takes an entry in, so that every watch sees the state after it. */
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

  #lookIfDue(nowMs: number): void {
    if (this.#phase !== 'served' || nowMs < this.#nextLookAtMs) return;
    this.#nextLookAtMs = nowMs + this.#rules.timings.healPaceMs;
    for (const watch of this.#watches) watch.look?.(nowMs, this.#seen());
  }

  #finish(nowMs: number): void {
    const seen = this.#seen();
    for (const watch of this.#watches) watch.look?.(nowMs, seen);
    for (const watch of this.#watches) watch.finish?.(nowMs, seen);
    this.#phase = 'over';
  }
}

const nothing: Touched = { offers: new Set<string>(), cells: new Set<string>() };

function undecided(reason: string) {
  return { verdict: 'unknown' as const, reason, breaches: [], breachCount: 0 };
}
