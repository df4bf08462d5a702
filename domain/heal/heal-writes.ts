// What heal writes of a cell's row, and under which conditions.
import type { CellRecord } from '../network.ts';
import { any, is, isNull, type RecordWrite, writes } from '../record-write.ts';
import type { HealCall } from './call-heal.ts';
import type { StepPlan } from './plan-step.ts';

/**
 * Marks an idle cell's next heal step as under way, once its message is sent. If several consumers
 * notice the same failure, only the first ones schedule a step.
 */
export function claimingHealStart({ step, atMs }: HealCall): RecordWrite {
  const isIdle = any(isNull('healDueAtMs'), is('healDueAtMs', 'below', atMs));
  return writes([is('healStep', 'equal', step), isIdle], { sets: { healDueAtMs: atMs } });
}

/** As much of a cell's row as decides whether a step is recorded. */
export type StepRow = Pick<CellRecord, 'healStep' | 'newsCount'>;

/**
 * Records that a heal step was done: the next one has the next number, so a copy of this one is
 * void. A step that ends heal is recorded only if nothing happened since it read the cell.
 * @param read the cell as the step read it
 */
export function recordingStep(read: StepRow, row: StepPlan['row']): RecordWrite {
  const endsHeal = row.healDueAtMs === null;
  const sawAllNews = endsHeal ? [is('newsCount', 'equal', read.newsCount)] : [];
  return writes([is('healStep', 'equal', read.healStep), ...sawAllNews], { sets: row });
}

/** Whether `recordingStep` would write, given the row as it is now. */
export function isStepRecordable(
  read: StepRow,
  { healDueAtMs }: Pick<StepPlan['row'], 'healDueAtMs'>,
  actual: StepRow,
): boolean {
  if (actual.healStep !== read.healStep) return false;
  return healDueAtMs !== null || actual.newsCount === read.newsCount;
}
