// Makes the input of the measures, from a run or from a row of a sweep.
import type { Bill } from '#pricing/bill.ts';
import type { BilledRun } from '#runner/result.ts';
import type { SweepRow } from '#runner/sweep/sweep-row.ts';
import type { StoredRun } from '../run-folder/read-run.ts';
import type { JudgedRun } from './measures.ts';

/** A run with its bill. */
export function judgedRun(run: BilledRun): JudgedRun {
  return { ...run, violationCount: run.violations.length };
}

/** A run that was read from its folder. */
export function judgedStoredRun(run: StoredRun): JudgedRun {
  return { ...run, violationCount: run.violations.length };
}

/** A row of a sweep, billed. */
export function judgedRow(row: SweepRow, bill: Bill): JudgedRun {
  return { ...row, bill };
}
