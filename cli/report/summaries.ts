// A sentence for each chart, for readers who do not or cannot see it.

import { greatest, max, min } from 'd3-array';
import { formatHeal } from '#cli/show/comparison-rows.ts';
import type { RecoveryPoint } from '#domain/scenario/scenario.ts';
import type { ComparisonResult, RunResult } from '#runner/result.ts';
import {
  formatCount,
  formatMoment,
  formatShare,
  formatShortCount,
  formatTarget,
} from '#runner/sentences/human-numbers.ts';
import { loginPeak } from './login-rates.ts';
import { pcsOnlineAt, runThatFellMost } from './recovery-scale.ts';

/** How far each policy fell, and whether it came back. */
export function recoverySummary({ runs, targetShare }: ComparisonResult): string {
  const target = formatTarget(targetShare);
  const parts = runs.map((run) => {
    if (!Number.isFinite(run.worstOfflineShare)) return notMeasuredWords(run);
    const low = formatShare(1 - run.worstOfflineShare);
    const fell = `${run.policy} fell to ${low} signed in (${formatMoment(run.worstOfflineAtMs)})`;
    if (run.healMs === null) return `${fell} and was not back at ${target} when the run ended`;
    if (run.healMs === 0) return `${fell} and was back at ${target} by the last restart`;
    return `${fell} and was back at ${target} ${formatHeal(run)} after the last restart`;
  });
  return sentence(parts);
}

/** Of a storm that was not conducted to its end: its curve is drawn, and says nothing of it. */
function notMeasuredWords({ policy, verdict: { kind } }: RunResult): string {
  const end = kind === 'stopped' ? 'was stopped' : 'failed';
  return `the storm of ${policy} ${end}, so how it fell was not measured`;
}

/** How much of the incident's recorded time the run covers. */
export function historySummary(result: ComparisonResult): string {
  const share = formatShare(runShareOfHistory(result));
  return `The run covers ${share} of the time from its start to the last report of the incident.`;
}

/** The time of the longest run as a share of the time until the last recovery point, 0 to 1. */
export function runShareOfHistory({ runs, recoveryPoints }: ComparisonResult): number {
  const startMs = min(runs, (run) => run.startMs) ?? 0;
  const runMs = (max(runs, (run) => run.endMs) ?? 0) - startMs;
  const historyMs = (max(recoveryPoints, ({ atMs }) => atMs) ?? 0) - startMs;
  return historyMs <= 0 ? 1 : Math.min(1, runMs / historyMs);
}

/**
 * How far the run that fell most is from what was reported at the time. A point is met as far as
 * the nearest count that its source allows.
 */
export function missSummary(result: ComparisonResult): string {
  const run = runThatFellMost(result);
  if (run === undefined) return '';
  const misses = result.recoveryPoints.flatMap((point) => {
    const online = pcsOnlineAt(result, run, point.atMs);
    return online === null ? [] : [missOf(point, online)];
  });
  const farthest = greatest(misses, ({ excess }) => Math.abs(excess));
  if (farthest === undefined) return 'The run ends before any of them.';
  const { length } = misses;
  const near = misses.filter(({ factor }) => factor <= 1.25).length;
  const within = misses.filter(({ factor }) => factor <= 2).length;
  return (
    `Thin lines: how far ${run.policy} misses them. It meets ${within} of ${length} ` +
    `within a factor of 2, ${near} within 25 %. ${farthestWords(farthest)}`
  );
}

interface Miss {
  readonly atMs: number;
  readonly onlineCount: number;
  /** Users too many, or too few if negative. */
  readonly excess: number;
  /** How many times too many or too few, at least 1. */
  readonly factor: number;
}

function missOf({ atMs, onlineCount, onlineCountRange }: RecoveryPoint, online: number): Miss {
  const [least, most] = onlineCountRange ?? [onlineCount, onlineCount];
  const nearest = Math.min(Math.max(online, least), most);
  const factor = Math.max(online, nearest) / Math.min(online, nearest);
  return { atMs, onlineCount, excess: online - nearest, factor };
}

function farthestWords({ atMs, onlineCount, excess }: Miss): string {
  if (excess === 0) return 'It has each as it was.';
  const miss = `${formatShortCount(Math.abs(excess))} too ${excess > 0 ? 'many' : 'few'}`;
  const at = `${formatMoment(atMs)} (${formatShortCount(onlineCount)} reported)`;
  return `It is farthest off at ${at}: ${miss}.`;
}

/** How many supernodes too many each policy's heal step counted at the worst time. */
export function supernodeSummary({ runs }: ComparisonResult): string {
  const parts = runs.map((run) => {
    const worst = greatest(run.samples, ghostCount);
    if (worst === undefined) return `${run.policy} recorded no samples`;
    if (ghostCount(worst) <= 0) return `${run.policy} never overcounted`;
    const [counted, live] = [worst.supernodesCounted, worst.supernodesLive].map(formatCount);
    return `${run.policy} counted ${counted} while ${live} were live (${formatMoment(worst.atMs)})`;
  });
  return sentence(parts);
}

/** The largest number of log-in attempts per minute under each policy. */
export function loginSummary({ runs }: ComparisonResult): string {
  return sentence(runs.map(formatPeak));
}

function ghostCount({ supernodesCounted, supernodesLive }: RunResult['samples'][number]): number {
  return supernodesCounted - supernodesLive;
}

function formatPeak(run: RunResult): string {
  const peak = loginPeak(run);
  if (peak === undefined) return `${run.policy} recorded no samples`;
  const rate = formatCount(Math.round(peak.perMinute));
  return `${run.policy} peaked at ${rate} log-in attempts a minute (${formatMoment(peak.atMs)})`;
}

function sentence(parts: readonly string[]): string {
  return `${parts.join('; ')}.`;
}
