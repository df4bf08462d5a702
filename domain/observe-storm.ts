import { lastRestartAtMs, planStorm } from './plan-storm.ts';
import type { RunSettings } from './run-settings.ts';

/** What was counted over all cells at one moment. */
export interface Observation {
  readonly onlineCount: number;
  readonly populationCount: number;
  /** Cells below the target: one that is down is not made good by many that are well. */
  readonly sickCellCount: number;
}

/** What the state machine does after looking at the network. */
export type NextMove =
  | { readonly kind: 'wave'; readonly waveIndex: number; readonly atMs: number }
  | { readonly kind: 'look-again' }
  | { readonly kind: 'report'; readonly outcome: 'healed' | 'timed-out' };

/**
 * Decides how a storm goes on. It is healed only once the last restart has had time to be felt:
 * just after a wave everybody still looks signed in.
 */
export function observeStorm(
  { sickCellCount }: Observation,
  waveIndex: number,
  { storm, shiftMs, timings }: RunSettings,
  nowMs: number,
): NextMove {
  const isHealthy = sickCellCount === 0;
  const next = planStorm(storm, shiftMs)[waveIndex + 1];
  if (next !== undefined) {
    // Heal that was lost is started again by looking, so a sick network is not left until the next
    // wave.
    const isTimeToLook = nowMs + timings.observeEveryMs < next.atMs;
    if (!isHealthy && isTimeToLook) return { kind: 'look-again' };
    return { kind: 'wave', waveIndex: next.index, atMs: next.atMs };
  }
  const feltAtMs = lastRestartAtMs(storm, shiftMs) + timings.bootMsMax;
  if (isHealthy && nowMs > feltAtMs) return { kind: 'report', outcome: 'healed' };
  if (nowMs > feltAtMs + timings.observeForMs) return { kind: 'report', outcome: 'timed-out' };
  return { kind: 'look-again' };
}
