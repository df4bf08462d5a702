import type { Target } from '../run-settings.ts';
import { isUnhealthy } from './health.ts';
import type { ExecutionFailure, StopReason } from './storm-end.ts';

/**
 * How a run may end. `late`: healed, but after the target's time. `not-healed`: not healed when the
 * run ended, though the target's time had passed. `stuck`: the same, and nothing changed any more.
 * `stopped`: ended before its time, at its cost cap or by hand.
 */
export const verdictKinds = [
  'healed',
  'late',
  'not-healed',
  'stuck',
  'failed',
  'stopped',
  'violated',
  'unknown',
] as const;

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
  /** The samples of the run, in the order of time. */
  readonly curve: readonly CurvePoint[];
  /**
   * The points between the samples after the last restart, in the order of time: by them healing is
   * told to the event, not to the sample. Empty or absent: only the samples are known.
   */
  readonly between?: readonly CurvePoint[];
  readonly lastRestartAtMs: number;
  readonly target: Target;
  readonly violations: readonly string[];
  /** Why the storm was not conducted to its end; null: it was, as far as is known. */
  readonly failure: ExecutionFailure | null;
  /** Why it was ended before its time; absent: it was not. */
  readonly stopped?: StopReason | undefined;
}

export interface Judgement {
  readonly kind: VerdictKind;
  /**
   * From the last restart until the target share is signed in for good; null if not in this run.
   * Null too, and the other numbers NaN, where the execution failed.
   */
  readonly healMs: number | null;
  /** Time with less than the target share signed in. */
  readonly belowTargetMs: number;
  /** The part of it after the last restart. It is 0 where `healMs` is. */
  readonly belowTargetAfterMs: number;
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
  const whole = wholeCurve(evidence);
  const worst = worstPoint(whole);
  const { lastRestartAtMs, target } = evidence;
  // What an execution that failed or was stopped left undone was no storm of this scenario, so
  // nothing of it was measured: a network that nothing hit would look as if it had healed at once.
  if (evidence.failure !== null || evidence.stopped !== undefined)
    return { kind: kindOf(evidence, null), ...notMeasured, worstOfflineAtMs: startOf(evidence) };
  const healMs = healedAfterMs(whole, evidence);
  return {
    kind: kindOf(evidence, healMs),
    healMs,
    belowTargetMs: timeBelowTargetMs(whole, target),
    belowTargetAfterMs: timeBelowTargetMs(whole, target, { fromMs: lastRestartAtMs }),
    worstOfflineShare: worst === undefined ? 0 : 1 - onlineShare(worst),
    worstOfflineAtMs: worst?.atMs ?? startOf(evidence),
  };
}

const notMeasured = {
  healMs: null,
  belowTargetMs: Number.NaN,
  belowTargetAfterMs: Number.NaN,
  worstOfflineShare: Number.NaN,
};

function startOf({ curve }: Evidence): number {
  return curve[0]?.atMs ?? 0;
}

/** The samples and the points between them, in the order of time. */
export function wholeCurve({ curve, between = [] }: Pick<Evidence, 'curve' | 'between'>) {
  return between.length === 0 ? curve : [...between, ...curve].sort((a, b) => a.atMs - b.atMs);
}

/** A stretch of time. What is absent does not bound it. */
export interface Span {
  readonly fromMs?: number;
  readonly untilMs?: number;
}

/**
 * How long, within a span, fewer than the target share were signed in. Each point holds until the
 * next one, and the last one for no time.
 */
export function timeBelowTargetMs(
  curve: readonly CurvePoint[],
  target: Target,
  { fromMs = Number.NEGATIVE_INFINITY, untilMs = Number.POSITIVE_INFINITY }: Span = {},
): number {
  return curve.reduce((sum, point, index) => {
    const previous = curve[index - 1];
    if (previous === undefined || isHealthy(previous, { target })) return sum;
    const lastedMs = Math.min(point.atMs, untilMs) - Math.max(previous.atMs, fromMs);
    return sum + Math.max(0, lastedMs);
  }, 0);
}

/** How long each wave of restarts kept the network below its target: until the next one began. */
export function timeBelowTargetByWave(
  evidence: Pick<Evidence, 'curve' | 'between' | 'target'>,
  wavesAtMs: readonly number[],
): number[] {
  const whole = wholeCurve(evidence);
  return wavesAtMs.map((fromMs, index) => {
    const next = wavesAtMs[index + 1];
    const span = next === undefined ? { fromMs } : { fromMs, untilMs: next };
    return timeBelowTargetMs(whole, evidence.target, span);
  });
}

/** How far the share that is signed in may creep, and still count as no progress. */
const progressShare = 0.01;

/**
 * Whether it is plain that nothing will change any more: the last restart is longer ago than the
 * target allows, and within the last such span the share that is signed in has not risen by a
 * hundredth.
 */
export function isStuck(evidence: Omit<Evidence, 'violations' | 'failure' | 'stopped'>): boolean {
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
  if (evidence.stopped !== undefined) return 'stopped';
  if (healMs !== null) return healMs <= evidence.target.healWithinMs ? 'healed' : 'late';
  if (isStuck(evidence)) return 'stuck';
  const last = evidence.curve.at(-1);
  const overdue =
    last !== undefined && last.atMs > evidence.lastRestartAtMs + evidence.target.healWithinMs;
  return overdue ? 'not-healed' : 'unknown';
}

function healedAfterMs(curve: readonly CurvePoint[], evidence: Evidence): number | null {
  const after = curve.filter((point) => point.atMs >= evidence.lastRestartAtMs);
  const lastBad = after.findLastIndex((point) => !isHealthy(point, evidence));
  const healed = after[lastBad + 1];
  const before = curve.findLast((point) => point.atMs <= evidence.lastRestartAtMs);
  const wasWell = before !== undefined && isHealthy(before, evidence);
  if (lastBad < 0 && wasWell && healed !== undefined) return 0;
  return healed === undefined ? null : Math.max(0, healed.atMs - evidence.lastRestartAtMs);
}

/** The first of those with the smallest share online; undefined if nobody ever was offline. */
function worstPoint(curve: readonly CurvePoint[]): CurvePoint | undefined {
  return curve.reduce<CurvePoint | undefined>((worst, point) => {
    const least = worst === undefined ? 1 : onlineShare(worst);
    return onlineShare(point) < least ? point : worst;
  }, undefined);
}

function isHealthy(point: CurvePoint, { target }: Pick<Evidence, 'target'>): boolean {
  return !isUnhealthy(point.onlineCount, point.wantedCount, target);
}
