// What heal writes of a cell's row, and under which conditions.
import { any, is, isNull, type RecordWrite, writes } from '../record-write.ts';
import type { HealCall } from './call-heal.ts';

/**
 * Marks an idle cell's next heal step as under way, once its message is sent: of many who notice
 * trouble, those who come later need not send it too.
 */
export function claimingHealStart({ step, atMs }: HealCall): RecordWrite {
  const isIdle = any(isNull('healDueAtMs'), is('healDueAtMs', 'below', atMs));
  return writes([is('healStep', 'equal', step), isIdle], { sets: { healDueAtMs: atMs } });
}
