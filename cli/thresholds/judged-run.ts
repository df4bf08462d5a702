// Makes the input of the measures, from a run or from a row of a sweep.
import type { Bill } from '#pricing/bill.ts';
import type { BilledRun } from '#runner/result.ts';
import type { SweepRow } from '#runner/sweep/sweep-row.ts';
import type { StoredRun } from '../run-folder/stored-result.ts';
import type { JudgedRun } from './measures.ts';

/** A run with its bill, fresh or read from its folder. */
export function judgedRun(run: BilledRun | StoredRun, cloud: JudgedRun['cloud']): JudgedRun {
  return { ...run, cloud, violationCount: run.violations.length };
}

/** A row of a sweep, billed. */
export function judgedRow(row: SweepRow, bill: Bill, cloud: JudgedRun['cloud']): JudgedRun {
  return { ...row, cloud, bill };
}
