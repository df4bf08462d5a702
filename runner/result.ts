// The result of a run. Terminal, files and report all read it.

import type { InvariantVerdict } from '#domain/invariants/invariant.ts';
import type { Provenance, RecoveryPoint } from '#domain/scenario/scenario.ts';
import type { VerdictKind } from '#domain/storm/judge-run.ts';
import type { PhaseName } from '#domain/storm/run-phase.ts';
import type { ExecutionFailure } from '#domain/storm/storm-end.ts';
import type { Bill } from '#pricing/bill.ts';

/** One sample of a run's curves, taken every few virtual minutes. */
export interface Sample {
  /** Virtual time, in milliseconds since 1970. */
  atMs: number;
  /** Nodes that hold a slot on a live supernode. */
  onlineCount: number;
  /** Nodes that are switched on, and so want to be signed in. */
  wantedCount: number;
  /** Wanted nodes that are not signed in. */
  waitingCount: number;
  /** Supernodes that are running now. */
  supernodesLive: number;
  /**
   * Supernodes that the heal step believes to be running. If they are more than the live ones, the
   * difference is ghosts.
   */
  supernodesCounted: number;
  slotsLive: number;
  loginQueueDepth: number;
  loginAttemptsTotal: number;
  loginsPlacedTotal: number;
  promotionsTotal: number;
}

/** What one part of a run used. The parts follow each other and add up to the run. */
export interface RunPhase {
  phase: PhaseName;
  fromMs: number;
  toMs: number;
  /** Used within the part, by the names of `RunResult.meters`. */
  meters: Record<string, number>;
}

/** What one policy did in one run. A number that was not measured is absent or NaN, never 0. */
export interface RunResult {
  /** The policy's name, e.g. `legacy-2007`, `resilient`. */
  policy: string;
  /** The verdict, and a sentence that gives its reason. */
  verdict: { kind: VerdictKind; sentence: string };
  /** The kinds of verdict that the scenario expects of this policy. */
  expected: string[];
  /**
   * From the last restart until the target share of the wanted nodes is signed in for good; null =
   * never within the run. On the local cloud it is told to the write that did it; on the twin to
   * the second, and to the sample once the target's time is over.
   */
  healMs: number | null;
  /** Time spent with less than the target share signed in. */
  belowTargetMs: number;
  /** The part of it after the last restart; at most `healMs`, where that is a number. */
  belowTargetAfterMs: number;
  /**
   * The hours in which wanted nodes were not signed in, summed over all of them. It is the area
   * below `waitingCount` of the samples, by the trapezoid rule.
   */
  userHoursLost: number;
  /** The largest share of the wanted nodes that was not signed in, 0 to 1, and when. */
  worstOfflineShare: number;
  worstOfflineAtMs: number;
  restarts: number;
  loginAttempts: number;
  loginsPlaced: number;
  retriesPerLogin: number;
  promotions: number;
  /** How many log-ins a minute the services of all cells together can serve. */
  loginsPerMinuteMax: number;
  /** Messages in each dead-letter queue at the end, by queue; empty = not measured. */
  deadLetters: Record<string, number>;
  /** Messages in quarantine. */
  quarantined: number;
  /** Why the storm's execution failed, and which quota of AWS it met; null: it did not fail. */
  failure: ExecutionFailure | null;
  /** Violated invariants, in words. */
  violations: string[];
  /**
   * The verdict on each invariant, from the run's history. Empty on the twin, which keeps no
   * history.
   */
  invariants: InvariantVerdict[];
  /** Counts by the names that the functions' metrics have, e.g. `LoginAttempts`. */
  counts: Record<string, number>;
  /** Billable units by name, e.g. `sqs.requests`, `lambda.gbSeconds`, `dynamodb.writeUnits`. */
  meters: Record<string, number>;
  /** The same, part by part: the parts add up to `meters`. */
  phases: RunPhase[];
  /**
   * The most that was used at one moment or within one second, by name, e.g. `lambda.concurrency`.
   * docs/quotas.md lists the quotas.
   */
  peaks: Record<string, number>;
  /** Injected faults by kind. */
  faults: Record<string, number>;
  startMs: number;
  endMs: number;
  /** The latest time at which the storm's last restart happens. */
  lastRestartAtMs: number;
  /** Why the run stopped before its horizon; null = it did not. */
  endedEarly: string | null;
  /** Real time that the run took. It is kept in the manifest, since it differs from run to run. */
  wallMs: number;
  messagesHandled: number;
  waves: {
    atMs: number;
    label: string;
    restarts: number;
    /** Time below the target from this wave until the next one, or until the run's end. */
    belowTargetMs: number;
  }[];
  samples: Sample[];
}

/** A run with its price. */
export interface BilledRun extends RunResult {
  bill: Bill;
}

/** The same scenario and seed under several policies: the content of `result.json`. */
export interface ComparisonResult {
  /**
   * What each version changed. 2: a sample has `wantedCount`, and shares are of the nodes that want
   * to be signed in; a run has `invariants`. 3: it has the cloud and the scale; `wallMs` moved to
   * the manifest. 4: a run has `failure` and `peaks`, and a verdict may be `failed`. 5: it has
   * `targetShare`. 6: a run has `phases`, `userHoursLost` and
   * `bill`. 7: a verdict may be `not-healed`, which was `late` before; a run has
   * `belowTargetAfterMs` and `loginsPerMinuteMax`, each wave its `belowTargetMs`, and the result
   * the scenario's `story`.
   */
  schemaVersion: 8;
  /** The local cloud runs every handler; the twin runs the decisions on a model of the stack. */
  cloud: 'local' | 'twin';
  /** The scale at which the scenario ran. */
  scale: 'embedded' | 'full';
  /** How many invocations the account allows at a time. */
  accountConcurrency: number;
  /** On the twin: whether each attempt of a waiting client was executed, or only counted. */
  retries: 'executed' | 'aggregated' | null;
  scenario: string;
  title: string;
  /** What happened, in sentences, where the scenario repeats an incident; else empty. */
  story: string[];
  seed: number;
  nodes: number;
  cells: number;
  /** The fault plan's name, e.g. `default`, `none`. */
  faults: string;
  runs: BilledRun[];
  /** The share of the wanted nodes that counts as healed, 0 to 1. */
  targetShare: number;
  /** Counts that were reported at the time of the incident that the scenario repeats. */
  recoveryPoints: RecoveryPoint[];
  /**
   * How many nodes were usually online at the time. Shares of recovery points are of this number.
   */
  usualOnlineCount: number;
  /** The PCs of the network that a run at full scale stands for; null at another scale. */
  fullNodeCount: number | null;
  assumptions: {
    name: string;
    value: string;
    provenance: Provenance;
    source: string;
  }[];
}
