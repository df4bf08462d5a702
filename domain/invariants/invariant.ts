// What every invariant is made of. Each has a file of its own beside this one.

import type { RunSettings } from '../run-settings.ts';
import type { HistoryEntry } from './history.ts';
import type { MessagesSeen, TrackedMessage } from './messages-seen.ts';
import type { NetworkSeen, Touched } from './network-seen.ts';

/** What must always hold, and how a history says whether it did. */
export interface Invariant {
  readonly id: InvariantId;
  /** What is promised. */
  readonly sentence: string;
  /** How a history decides it. */
  readonly decidedBy: string;
  monitor(rules: Rules): Monitor;
}

/** All invariants by their names, in the order in which they are shown. */
export const invariantIds = [
  'capacity-never-exceeded',
  'one-home',
  'no-dead-home',
  'epochs-only-rise',
  'no-slot-leaked',
  'no-login-lost',
  'only-proven',
  'nonce-never-reused',
  'counters-exact',
  'dead-letters-empty',
  'heal-ends',
  'run-ends',
  'liveness',
] as const;

export type InvariantId = (typeof invariantIds)[number];

/** The run's own values that promises are measured by. */
export type Rules = Pick<RunSettings, 'timings' | 'target' | 'endsAtMs'>;

/** Follows one history and keeps only what its invariant needs. */
export interface Monitor {
  /** Reported of every entry once, after `seen` knows of it. */
  note?(entry: HistoryEntry, seen: Seen): void;
  /** Reported of the time about once a heal pace, while the run is served. */
  poll?(nowMs: number, seen: Seen): void;
  /** Reported once when the run is over: nothing that is missing now will come any more. */
  finish?(nowMs: number, seen: Seen): void;
  /** What is to be said in the end, besides the violations noted. */
  end?(end: HistoryEnd, seen: Seen): void;
  readonly findings: Findings;
}

/** What is known after an entry. */
export interface Seen {
  /** The entry's number in the history, from 1. */
  readonly number: number;
  /** `seeding` until the quiet day is stored, `over` once nothing is served any more. */
  readonly phase: 'seeding' | 'served' | 'over';
  readonly network: NetworkSeen;
  readonly messages: MessagesSeen;
  /** Whose counts the entry may have changed. */
  readonly touched: Touched;
  /** Of a message's step: the message as it was sent, if it was still under way. */
  readonly message: TrackedMessage | undefined;
  /** When everything that went wrong on purpose is over; null before the first fault. */
  readonly faultsEndMs: number | null;
}

/** How a history ended. */
export interface HistoryEnd {
  readonly atMs: number;
}

/** One place where an invariant was violated. */
export interface Violation {
  /** What it happened to: a node, a registration, a cell, a message. */
  readonly item: string;
  readonly atMs: number;
  /** The number of the entry that showed it. */
  readonly entry: number;
  readonly words: string;
}

/** What an invariant came to. */
export interface InvariantVerdict {
  readonly id: InvariantId;
  readonly sentence: string;
  readonly decidedBy: string;
  readonly verdict: 'holds' | 'violated' | 'unknown';
  /** Why it is unknown; null otherwise. */
  readonly reason: string | null;
  /** The first few violations. */
  readonly violations: readonly Violation[];
  readonly violationCount: number;
}

/**
 * So many violations are reported in words; a fault that repeats itself says no more than these.
 */
export const violationsShownMax = 5;

/** Collects what an invariant finds. */
export interface Findings {
  violated(item: string, words: string, atMs: number, entry: number): void;
  /** Something that could not be decided; the first reason counts. */
  unknown(reason: string): void;
  verdict(): Pick<InvariantVerdict, 'verdict' | 'reason' | 'violations' | 'violationCount'>;
}

export function openFindings(): Findings {
  const violations: Violation[] = [];
  let violationCount = 0;
  let reason: string | null = null;
  return {
    violated(item, words, atMs, entry) {
      violationCount += 1;
      if (violations.length < violationsShownMax) violations.push({ item, atMs, entry, words });
    },
    unknown(why) {
      reason ??= why;
    },
    verdict() {
      if (violationCount > 0)
        return { verdict: 'violated', reason: null, violations, violationCount };
      return { verdict: reason === null ? 'holds' : 'unknown', reason, violations, violationCount };
    },
  };
}
