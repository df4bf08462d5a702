import type { RunSettings } from '../run-settings.ts';
import { messageLifeMs, type QueueLimits } from '../stack/queue-limits.ts';
import { lastRestartAtMs, observedUntilMs, planStorm } from './plan-storm.ts';

/** What was counted over all cells at one moment. */
export interface Observation {
  readonly onlineCount: number;
  readonly populationCount: number;
  /** Cells below the target. Many healthy cells do not make up for one of them. */
  readonly unhealthyCellCount: number;
}

/** What the state machine does after an observation. */
export type NextMove =
  | { readonly kind: 'wave'; readonly waveIndex: number; readonly atMs: number }
  | { readonly kind: 'observe-again' }
  /**
   * Sure means that no restart can be under way any more: while one may be, `healed` holds only if
   * none is found.
   */
  | { readonly kind: 'report'; readonly outcome: 'healed'; readonly isSure: boolean }
  | { readonly kind: 'report'; readonly outcome: 'timed-out' };

/**
 * Decides how a storm goes on. It is healed only once the last restart has had time to be felt:
 * just after a wave everybody still seems signed in. Until then, and while the network is
 * unhealthy, the waves go on.
 * @param membership the queue that carries restarts: one that fails is handed out again until it is
 * given up as dead, which is the longest that it may be under way after it was due
 */
export function observeStorm(
  { unhealthyCellCount }: Observation,
  waveIndex: number,
  settings: Pick<RunSettings, 'storm' | 'shiftMs' | 'startsAtMs' | 'timings'>,
  nowMs: number,
  membership: Pick<QueueLimits, 'receiveCountMax' | 'visibilitySeconds'>,
): NextMove {
  const { storm, shiftMs, timings } = settings;
  const isHealthy = unhealthyCellCount === 0;
  const waves = planStorm(settings);
  const isOver = !waves.some(({ kind, index }) => kind === 'restart' && index > waveIndex);
  const feltAtMs = lastRestartAtMs(storm, shiftMs) + timings.bootMsMax;
  if (isOver && isHealthy && nowMs > feltAtMs)
    return {
      kind: 'report',
      outcome: 'healed',
      isSure: nowMs > feltAtMs + messageLifeMs(membership),
    };
  if (isOver && nowMs > observedUntilMs(settings)) return { kind: 'report', outcome: 'timed-out' };
  const next = waves[waveIndex + 1];
  if (next === undefined) return { kind: 'observe-again' };
  // An observation starts heal that was lost. So an unhealthy network does not wait for the next
  // wave; nor does one whose storm may be over before it.
  const isTimeToObserve = nowMs + timings.observeEveryMs < next.atMs;
  if ((!isHealthy || isOver) && isTimeToObserve) return { kind: 'observe-again' };
  return { kind: 'wave', waveIndex: next.index, atMs: next.atMs };
}
