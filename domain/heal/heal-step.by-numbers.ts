// As much of `healStep` as the twin asks before each step, without making a record.
import { isGhost, isLive, type SupernodeRecord } from '../network.ts';
import type { RunSettings } from '../run-settings.ts';

/** Whether slots are missing, as `healStep` counts them: only then does it read candidates. */
export function isShortOfSlots(
  population: number,
  supernodes: readonly SupernodeRecord[],
  { policy, sizes }: Pick<RunSettings, 'policy' | 'sizes'>,
  nowMs: number,
): boolean {
  let slotsCounted = 0;
  let users = 0;
  for (const one of supernodes) {
    const live = isLive(one, nowMs);
    if (live && !one.operatorRun) users += 1;
    if (live || (policy.ghostSlots && isGhost(one, nowMs))) slotsCounted += one.slots;
  }
  return Math.ceil((population - users) * sizes.headroom) > slotsCounted;
}
