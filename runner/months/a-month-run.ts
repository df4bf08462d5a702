// For tests: possible runs of months.
import { august2007 } from '#scenarios/august-2007.ts';
import { restartShareSd } from '#scenarios/months/month-inputs.ts';
import { patchTuesdays } from '#scenarios/months/patch-tuesdays.ts';
import { policySource } from '../policy-choice.ts';
import type { SweepRow } from '../sweep/sweep-row.ts';
import { judgedMonth, type MonthRun } from './judge-months.ts';
import { type MonthPoint, monthPointsInTime } from './month-points.ts';

const hourMs = 3_600_000;

/**
 * Every month of some seeds, as healthy runs. `worst` sets for a month the largest share offline,
 * and for how long.
 */
export function aYearRound(
  seeds: readonly number[],
  worst: (point: MonthPoint) => number,
  spreads: readonly number[] = [restartShareSd],
): MonthRun[] {
  const points = monthPointsInTime(
    {
      months: patchTuesdays.map(({ label }) => label),
      nodes: 80_000,
      retries: 'aggregated',
      policies: ['legacy-2007', 'resilient'].map(policySource),
      seeds,
      spreads,
    },
    'it',
  );
  return Array.from(points, (point) => {
    const worstOfflineShare = worst(point);
    const healMs = worstOfflineShare > 0.02 ? 30 * hourMs : 60_000;
    return judgedMonth(point, aRow({ worstOfflineShare, healMs }));
  });
}

/** A run that healed at once, with the given changes. */
export function aRow(changes: Partial<SweepRow> = {}): SweepRow {
  return {
    verdict: 'healed',
    healMs: 60_000,
    belowTargetMs: 0,
    userHoursLost: 0,
    worstOfflineShare: 0.01,
    worstOfflineAtMs: august2007.startMs,
    ranMs: 1,
    restarts: 1,
    loginAttempts: 1,
    loginsPlaced: 1,
    retriesPerLogin: 0,
    promotions: 0,
    violationCount: 0,
    messagesHandled: 1,
    cells: 1,
    counts: {},
    meters: {},
    phases: [],
    peaks: {},
    ...changes,
  };
}
