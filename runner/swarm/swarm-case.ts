// One case of a swarm: all that its run is made of, drawn from its seed.
import type { FaultPlan } from '#local-cloud/faults.ts';
import type { PlannedRun } from '#scenarios/plan-run.ts';

/** A whole run in data: the same case runs the same way. */
export interface SwarmCase {
  readonly seed: number;
  /** Whether the storm takes minutes, or hours with comings and goings in them. */
  readonly pace: Pace;
  readonly planned: PlannedRun;
  readonly faults: FaultPlan;
  /** From here on the cloud is at its best and nobody interferes. */
  readonly quiescentAtMs: number;
  /** Supernodes that die without a word; null: none. */
  readonly silence: Silence | null;
  /** Copies of log-ins that meet each other; null: none but those that the faults make. */
  readonly copies: Copies | null;
  /** What is sent into the queues from outside, in order of time. */
  readonly adversaries: readonly Adversary[];
  /** Whether everybody has to be signed in within the target's time after the last fault. */
  readonly mustHeal: boolean;
}

export type Pace = 'minutes' | 'hours';

/** Some supernodes' reports and restarts vanish for a while. */
export interface Silence {
  readonly fromMs: number;
  readonly untilMs: number;
  /** Which share of all supernodes but the operator's. */
  readonly share: number;
}

/**
 * Clients ask as if a duplicate check were near, and copies of log-ins are at work while others of
 * them are being placed.
 */
export interface Copies {
  readonly fromMs: number;
  readonly untilMs: number;
  /** Which share of all placements meets copies. */
  readonly share: number;
  /** Which share of the log-ins around a duplicate check waited beyond their client's timeout. */
  readonly lateShare: number;
  /** Whether the network has so little room that others wait for the same last slots. */
  readonly isContended: boolean;
}

/** Somebody outside the control plane sends something, at most once. */
export interface Adversary {
  readonly kind: AdversaryKind;
  readonly atMs: number;
  /** From 0 to 1: whom it concerns, and what else is left open. */
  readonly chance: number;
}

/**
 * - `forged`: a log-in with a proof that is made up
 * - `expired`: a log-in with a proof that was genuine once
 * - `foreign`: a log-in with another node's genuine proof
 * - `former`: a log-in with the node's own proof of another boot
 * - `replayed`: a log-in that was sent before, once more
 * - `switched`: a PC is switched off, or on again
 * - `boastful`: a PC joins anew and claims more slots than anybody has
 * - `woken`: a PC that slept until its lease was over reports again, just after one of its clients
 *   asked to sign in elsewhere
 * - `junk`: a message that is no event, or of no place or time of this run
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
