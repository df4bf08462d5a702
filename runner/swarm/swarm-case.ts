// One case of a swarm: everything that its run needs, drawn from its seed.
import type { FaultPlan } from '#local-cloud/faults.ts';
import type { PlannedRun } from '#scenarios/plan-run.ts';

/** A whole run as data. The same case runs in the same way. */
export interface SwarmCase {
  readonly seed: number;
  /** Whether the storm takes minutes, or hours in which nodes come and go. */
  readonly pace: Pace;
  readonly planned: PlannedRun;
  readonly faults: FaultPlan;
  /** From this time on no fault strikes and nobody interferes. */
  readonly quiescentAtMs: number;
  /** Supernodes that die without notice; null: none. */
  readonly silence: Silence | null;
  /** Copies of log-ins that meet each other; null: only those that the faults make. */
  readonly copies: Copies | null;
  /** Messages that are sent into the queues from outside, in order of time. */
  readonly adversaries: readonly Adversary[];
  /** Whether everybody has to be signed in within the target's time after the last fault. */
  readonly mustHeal: boolean;
}

export type Pace = 'minutes' | 'hours';

/** For a while the renewals and restarts of some supernodes vanish. */
export interface Silence {
  readonly fromMs: number;
  readonly untilMs: number;
  /** The share of all supernodes, without the operator-run ones. */
  readonly share: number;
}

/**
 * Clients ask as if a duplicate check were near. Copies of log-ins are handled while other copies
 * are being placed.
 */
export interface Copies {
  readonly fromMs: number;
  readonly untilMs: number;
  /** The share of all placements that meet copies. */
  readonly share: number;
  /**
   * The share of the log-ins around a duplicate check whose clients waited beyond their timeout.
   */
  readonly lateShare: number;
  /** Whether slots are so scarce that several clients wait for the same last ones. */
  readonly isContended: boolean;
}

/** Someone outside the control plane who sends something, at most once. */
export interface Adversary {
  readonly kind: AdversaryKind;
  readonly atMs: number;
  /** From 0 to 1. It decides which node it concerns, and whatever else is open. */
  readonly chance: number;
}

/**
 * - `forged`: a log-in with an invented proof, or with a turn that was not given
 * - `expired`: a log-in with a proof that was genuine once
 * - `foreign`: a log-in with another node's genuine proof
 * - `former`: a log-in with the node's own proof of another boot
 * - `replayed`: a log-in that was sent before, once more
 * - `switched`: a PC is switched off, or on again
 * - `boastful`: a PC joins anew and claims more slots than any node has
 * - `woken`: a PC that slept until its lease was over renews it, just after one of its clients
 * asked to sign in elsewhere
 * - `junk`: a message that is no event, or names an unknown place or a time outside this run
 */
export const adversaryKinds = [
  'forged',
  'expired',
  'foreign',
  'former',
  'replayed',
  'switched',
  'boastful',
  'woken',
  'junk',
] as const;

export type AdversaryKind = (typeof adversaryKinds)[number];
