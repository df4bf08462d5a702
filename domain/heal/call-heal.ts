// When heal is called for a cell. The functions carry the plan out on a queue and a table, the twin
// on its wheel and its rows.
import type { Change } from '../membership/plan-change.ts';
import type { CellRecord } from '../network.ts';
import type { Timings } from '../run-settings.ts';
import { isHealIdle } from './heal-standing.ts';

/** A heal step to send, due at once. Then the cell's row is claimed: see `claimingHealStart`. */
export interface HealCall {
  readonly step: number;
  readonly atMs: number;
}

/**
 * Whether heal is called because of a message. Nobody polls for silent supernodes: any message has
 * its cell checked for them.
 * @param hasSilent whether a supernode of the cell is silent: see `isSilent`
 */
export function needsHeal({ callsHeal }: Pick<Change, 'callsHeal'>, hasSilent: boolean): boolean {
  return callsHeal || hasSilent;
}

/**
 * Decides, after news was noted in a cell's row, whether the next heal step is sent. Heal under way
 * needs no call: it will not end before it has seen the news.
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
 * Decides for the watchdog whether heal is called again for a cell. If clients wait and heal is
 * idle, its message must have been lost.
 */
export function planHealAgain(
  cell: Pick<CellRecord, 'population' | 'healStep' | 'healDueAtMs'>,
  onlineCount: number,
  timings: Pick<Timings, 'healOverdueMs'>,
  nowMs: number,
): HealCall | null {
  return onlineCount < cell.population ? planHealCall(cell, timings, nowMs) : null;
}
