// The part of a run's result that a sweep keeps.
import type { RunResult } from '../result.ts';
import type { WireSummary } from '../wire/wire-summary.ts';

/** One run of a sweep in numbers. A number is null if it was not measured, or never came. */
export interface SweepRow {
  readonly verdict: RunResult['verdict']['kind'];
  readonly healMs: number | null;
  readonly belowTargetMs: number;
  readonly userHoursLost: number;
  readonly worstOfflineShare: number;
  readonly worstOfflineAtMs: number;
  /** Virtual time from the run's beginning to its end. */
  readonly ranMs: number;
  readonly restarts: number;
  readonly loginAttempts: number;
  readonly loginsPlaced: number;
  readonly retriesPerLogin: number | null;
  readonly promotions: number;
  readonly violationCount: number;
  /** Messages on the local cloud, events on the twin. */
  readonly messagesHandled: number;
  /** The number of cells that the network had. */
  readonly cells: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly meters: Readonly<Record<string, number>>;
  readonly phases: RunResult['phases'];
  readonly peaks: Readonly<Record<string, number>>;
  /** What was counted on the wire, where the run's order asked for it. */
  readonly wire?: WireSummary | undefined;
}

/** Whether a run can be relied on: its storm was conducted, and no invariant was violated. */
export function isSound({ verdict, violationCount }: SweepRow): boolean {
  return verdict !== 'failed' && violationCount === 0;
}

/**
 * A run's row. It is converted through JSON, so that a row read from the journal has the same
 * bytes.
 */
export function sweepRow(run: RunResult, cells: number, wire?: WireSummary): SweepRow {
  const row: SweepRow = {
    verdict: run.verdict.kind,
    healMs: run.healMs,
    belowTargetMs: run.belowTargetMs,
    userHoursLost: run.userHoursLost,
    worstOfflineShare: run.worstOfflineShare,
    worstOfflineAtMs: run.worstOfflineAtMs,
    ranMs: run.endMs - run.startMs,
    restarts: run.restarts,
    loginAttempts: run.loginAttempts,
    loginsPlaced: run.loginsPlaced,
    retriesPerLogin: run.retriesPerLogin,
    promotions: run.promotions,
    violationCount: run.violations.length,
    messagesHandled: run.messagesHandled,
    cells,
    counts: run.counts,
    meters: run.meters,
    phases: run.phases,
    peaks: run.peaks,
    wire,
  };
  const line = JSON.stringify(row);
  return JSON.parse(line);
}
