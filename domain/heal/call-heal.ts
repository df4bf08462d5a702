// When heal is called to look after a cell. The functions send and write what is planned here on a
// queue and a table, the twin on its wheel and its rows.
import type { Change } from '../membership/plan-change.ts';
import type { CellRecord } from '../network.ts';
import type { Timings } from '../run-settings.ts';
import { isHealIdle } from './heal-standing.ts';

/** A heal step that is sent, due at once; then the cell's row is claimed: `claimingHealStart`. */
export interface HealCall {
  readonly step: number;
  readonly atMs: number;
}

/**
 * Whether heal has to look after a cell because of a message. Nobody polls for supernodes that fell
 * silent: whoever still sends a message has the cell looked at.
 * @param hasSilent whether a supernode of the cell is silent: see `isSilent`
 */
export function needsHeal({ callsHeal }: Pick<Change, 'callsHeal'>, hasSilent: boolean): boolean {
  return callsHeal || hasSilent;
}

/**
 * Decides, after news was noted in a cell's row, whether its next heal step is sent. Heal under way
 * will not end before it has seen the news.
 * @param row the row with the news noted
 * @returns null where heal is under way
 */
export function planHealCall(
  row: Pick<CellRecord, 'healStep' | 'healDueAtMs'>,
  timings: Pick<Timings, 'healOverdueMs'>,
  nowMs: number,
): HealCall | null {
  return isHealIdle(row, timings, nowMs) ? { step: row.healStep, atMs: nowMs } : null;
}

/**
 * Decides, where somebody looks at all cells, whether heal is called again for one of them: its
 * message must have been lost if somebody waits and nobody looks after the cell.
 */
export function planHealAgain(
  cell: Pick<CellRecord, 'population' | 'healStep' | 'healDueAtMs'>,
  onlineCount: number,
  timings: Pick<Timings, 'healOverdueMs'>,
  nowMs: number,
): HealCall | null {
  return onlineCount < cell.population ? planHealCall(cell, timings, nowMs) : null;
}
