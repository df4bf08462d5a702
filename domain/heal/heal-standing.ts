import type { HealStepDue } from '../events.ts';
import type { CellRecord } from '../network.ts';
import type { Timings } from '../run-settings.ts';
import type { Metric } from '../stack-names.ts';

/** What a delivered heal message is worth, given how far the cell's heal steps have come. */
export type StepStanding =
  | { readonly kind: 'due' }
  /** The step was done, but the message for the next one never arrived: it is sent again. */
  | { readonly kind: 'repeat-next'; readonly step: number }
  /** A copy of a step that was done, or one from before. */
  | { readonly kind: 'void'; readonly metric: Extract<Metric, 'StaleEvents'> };

/**
 * Steps of a cell are numbered, so copies of a message cannot multiply: only the number that is due
 * counts, and its successor is repeated only once it is overdue.
 */
export function stepStanding(
  cell: CellRecord,
  event: HealStepDue,
  { healOverdueMs }: Pick<Timings, 'healOverdueMs'>,
  nowMs: number,
): StepStanding {
  if (event.step === cell.healStep) return { kind: 'due' };
  const isPrevious = event.step === cell.healStep - 1;
  const isOverdue = cell.healDueAtMs !== null && isHealIdle(cell, { healOverdueMs }, nowMs);
  if (isPrevious && isOverdue) return { kind: 'repeat-next', step: cell.healStep };
  return { kind: 'void', metric: 'StaleEvents' };
}

/** Whether a cell's heal is idle: it ended, or its next message must have been lost. */
export function isHealIdle(
  { healDueAtMs }: Pick<CellRecord, 'healDueAtMs'>,
  { healOverdueMs }: Pick<Timings, 'healOverdueMs'>,
  nowMs: number,
): boolean {
  return healDueAtMs === null || healDueAtMs + healOverdueMs < nowMs;
}
