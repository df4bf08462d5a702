import type { Target } from './run-settings.ts';

/** How a run ended, as a member of a closed set. */
export type VerdictKind = 'healed' | 'late' | 'stuck' | 'violated' | 'unknown';

/** The part of a curve that a verdict needs. */
export interface CurvePoint {
  readonly atMs: number;
  readonly onlineCount: number;
}

/** What a verdict is made from. */
export interface Evidence {
  readonly population: number;
  readonly curve: readonly CurvePoint[];
  readonly lastRestartAtMs: number;
  readonly target: Target;
  readonly violations: readonly string[];
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

/** Judges a run by its curve: safety first, then whether it came back, then whether in time. */
export function judgeRun(evidence: Evidence): Judgement {
  const worst = worstPoint(evidence);
  const healMs = healedAfterMs(evidence);
  return {
    kind: kindOf(evidence, healMs),
    healMs,
    belowTargetMs: belowTargetMs(evidence),
    worstOfflineShare: 1 - worst.onlineCount / evidence.population,
    worstOfflineAtMs: worst.atMs,
  };
}

/**
 * How far the signed-in count may creep, as a share of the population, and still count as no
 * progress.
 */
const progressShare = 0.01;

/**
 * Whether it is plain that nothing will change any more: the last restart is longer ago than the
 * target allows, and within the last such span the curve has not risen by a hundredth of the
 * population.
 */
export function isStuck(evidence: Omit<Evidence, 'violations'>): boolean {
  const { curve, lastRestartAtMs, target, population } = evidence;
  const last = curve.at(-1);
  if (last === undefined || isHealthy(last, evidence)) return false;
  const windowStartMs = last.atMs - target.healWithinMs;
  if (windowStartMs < lastRestartAtMs) return false;
  const window = curve.filter((point) => point.atMs >= windowStartMs);
  const lowest = Math.min(...window.map((point) => point.onlineCount));
  const highest = Math.max(...window.map((point) => point.onlineCount));
  return highest - lowest <= population * progressShare;
}

function kindOf(evidence: Evidence, healMs: number | null): VerdictKind {
  if (evidence.violations.length > 0) return 'violated';
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

function worstPoint({ curve, population }: Evidence): CurvePoint {
  const best = { atMs: curve[0]?.atMs ?? 0, onlineCount: population };
  return curve.reduce(
    (worst, point) => (point.onlineCount < worst.onlineCount ? point : worst),
    best,
  );
}

function isHealthy(
  point: CurvePoint,
  { target, population }: Pick<Evidence, 'target' | 'population'>,
): boolean {
  return point.onlineCount >= population * target.onlineShare;
}
