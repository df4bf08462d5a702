import type { Target } from '../run-settings.ts';
import { isUnhealthy } from './health.ts';
import type { ExecutionFailure } from './storm-end.ts';

/** How a run may end. */
export const verdictKinds = ['healed', 'late', 'stuck', 'failed', 'violated', 'unknown'] as const;

/** How a run ended, as a member of a closed set. */
export type VerdictKind = (typeof verdictKinds)[number];

/** Whether a word is a kind of verdict. */
export function isVerdictKind(word: string): word is VerdictKind {
  return (verdictKinds as readonly string[]).includes(word);
}

/** The part of a curve that a verdict needs. */
export interface CurvePoint {
  readonly atMs: number;
  readonly onlineCount: number;
  /** Nodes that want to be signed in at that moment, all that are not switched off. */
  readonly wantedCount: number;
}

/** What a verdict is made from. */
export interface Evidence {
  readonly curve: readonly CurvePoint[];
  readonly lastRestartAtMs: number;
  readonly target: Target;
  readonly violations: readonly string[];
  /** Why the storm was not conducted to its end; null: it was, as far as is known. */
  readonly failure: ExecutionFailure | null;
}

export interface Judgement {
  readonly kind: VerdictKind;
  /**
   * From the last restart until the target share is signed in for good; null if not in this run.
   */
  readonly healMs: number | null;
  readonly belowTargetMs: number;
  readonly worstOfflineShare: number;
  readonly worstOfflineAtMs: number;
}

/** The share of those who want to be signed in that are; 1 where nobody wants to. */
export function onlineShare({ onlineCount, wantedCount }: Omit<CurvePoint, 'atMs'>): number {
  return wantedCount === 0 ? 1 : onlineCount / wantedCount;
}

/**
 * Judges a run by its curve: safety first, then whether its storm was conducted to its end, which
 * no curve says, then whether it came back, then whether in time.
 */
export function judgeRun(evidence: Evidence): Judgement {
  const worst = worstPoint(evidence);
  const healMs = healedAfterMs(evidence);
  return {
    kind: kindOf(evidence, healMs),
    healMs,
    belowTargetMs: belowTargetMs(evidence),
    worstOfflineShare: worst === undefined ? 0 : 1 - onlineShare(worst),
    worstOfflineAtMs: (worst ?? evidence.curve[0])?.atMs ?? 0,
  };
}

/** How far the share that is signed in may creep, and still count as no progress. */
const progressShare = 0.01;

/**
 * Whether it is plain that nothing will change any more: the last restart is longer ago than the
 * target allows, and within the last such span the share that is signed in has not risen by a
 * hundredth.
 */
export function isStuck(evidence: Omit<Evidence, 'violations' | 'failure'>): boolean {
  const { curve, lastRestartAtMs, target } = evidence;
  const last = curve.at(-1);
  if (last === undefined || isHealthy(last, evidence)) return false;
  const windowStartMs = last.atMs - target.healWithinMs;
  if (windowStartMs < lastRestartAtMs) return false;
  const window = curve.filter((point) => point.atMs >= windowStartMs);
  const shares = window.map(onlineShare);
  // A share is a fraction that no float hits: what creeps by a hundredth exactly does not count.
  return Math.max(...shares) - Math.min(...shares) <= progressShare + 1e-9;
}

function kindOf(evidence: Evidence, healMs: number | null): VerdictKind {
  if (evidence.violations.length > 0) return 'violated';
  if (evidence.failure !== null) return 'failed';
  if (healMs !== null) return healMs <= evidence.target.healWithinMs ? 'healed' : 'late';
  if (isStuck(evidence)) return 'stuck';
  const last = evidence.curve.at(-1);
  const overdue =
    last !== undefined && last.atMs > evidence.lastRestartAtMs + evidence.target.healWithinMs;
  return overdue ? 'late' : 'unknown';
}

function healedAfterMs({ curve, ...evidence }: Evidence): number | null {
  const after = curve.filter((point) => point.atMs >= evidence.lastRestartAtMs);
  const lastBad = after.findLastIndex((point) => !isHealthy(point, evidence));
  const healed = after[lastBad + 1];
  return healed === undefined ? null : Math.max(0, healed.atMs - evidence.lastRestartAtMs);
}

function belowTargetMs({ curve, ...evidence }: Evidence): number {
  return curve.reduce((sum, point, index) => {
    const previous = curve[index - 1];
    if (previous === undefined || isHealthy(previous, evidence)) return sum;
    return sum + point.atMs - previous.atMs;
  }, 0);
}

/** The first of those with the smallest share online; undefined if nobody ever was offline. */
function worstPoint({ curve }: Evidence): CurvePoint | undefined {
  return curve.reduce<CurvePoint | undefined>((worst, point) => {
    const least = worst === undefined ? 1 : onlineShare(worst);
    return onlineShare(point) < least ? point : worst;
  }, undefined);
}

function isHealthy(point: CurvePoint, { target }: Pick<Evidence, 'target'>): boolean {
  return !isUnhealthy(point.onlineCount, point.wantedCount, target);
}
