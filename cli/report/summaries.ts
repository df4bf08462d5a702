// What each picture shows, in one written sentence: for those who do not or cannot see it.

import { greatest, max, min } from 'd3-array';
import { healWords } from '#cli/show/comparison-rows.ts';
import type { ComparisonResult, RunResult } from '#runner/result.ts';
import {
  countWords,
  momentWords,
  shareWords,
  shortCountWords,
} from '#runner/sentences/human-numbers.ts';
import { loginPeak } from './login-chart.ts';
import { pcsOnlineAt, runThatFellMost } from './recovery-scale.ts';

/** How low each policy sank and whether it came back. */
export function recoverySummary({ runs, targetShare }: ComparisonResult): string {
  const target = shareWords(targetShare);
  const parts = runs.map((run) => {
    const low = shareWords(1 - run.worstOfflineShare);
    const fell = `${run.policy} fell to ${low} signed in (${momentWords(run.worstOfflineAtMs)})`;
    if (run.healMs === null) return `${fell} and was not back at ${target} when the run ended`;
    return `${fell} and was back at ${target} ${healWords(run)} after the last restart`;
  });
  return sentence(parts);
}

/** How much of the incident's recorded time the run covers. */
export function historySummary(result: ComparisonResult): string {
  const share = shareWords(runShareOfHistory(result));
  return `The run covers ${share} of the time from its start to the last report of the incident.`;
}

/** The time of the longest run as a share of the time until the last recovery point, 0 to 1. */
export function runShareOfHistory({ runs, recoveryPoints }: ComparisonResult): number {
  const startMs = min(runs, (run) => run.startMs) ?? 0;
  const runMs = (max(runs, (run) => run.endMs) ?? 0) - startMs;
  const historyMs = (max(recoveryPoints, ({ atMs }) => atMs) ?? 0) - startMs;
  return historyMs <= 0 ? 1 : Math.min(1, runMs / historyMs);
}

/** How far the run that fell furthest is off each point reported at the time, in people. */
export function missSummary(result: ComparisonResult): string {
  const run = runThatFellMost(result);
  if (run === undefined) return '';
  const misses = result.recoveryPoints.map(({ atMs, onlineCount }) => {
    const online = pcsOnlineAt(result, run, atMs);
    const words =
      online === null ? 'the run had ended' : missWords(online - onlineCount, onlineCount);
    return `${momentWords(atMs)} (${shortCountWords(onlineCount)} reported) ${words}`;
  });
  return `Thin lines: how far ${run.policy} misses them: at ${misses.join('; at ')}.`;
}

/** Below this share of what was reported nobody sees a miss. */
const missShareMin = 0.01;

function missWords(excess: number, reportedCount: number): string {
  if (Math.abs(excess) < missShareMin * reportedCount) return 'it had as many';
  return `it had ${shortCountWords(Math.abs(excess))} too ${excess > 0 ? 'many' : 'few'}`;
}

/** How many supernodes each policy's heal step counted too many, at worst. */
export function supernodeSummary({ runs }: ComparisonResult): string {
  const parts = runs.map((run) => {
    const worst = greatest(run.samples, ghostCount);
    if (worst === undefined) return `${run.policy} recorded no samples`;
    if (ghostCount(worst) <= 0) return `${run.policy} never counted more than were live`;
    const [counted, live] = [worst.supernodesCounted, worst.supernodesLive].map(countWords);
    return `${run.policy} counted ${counted} while ${live} were live (${momentWords(worst.atMs)})`;
  });
  return sentence(parts);
}

/** How hard clients knocked at worst under each policy. */
export function loginSummary({ runs }: ComparisonResult): string {
  return sentence(runs.map(peakWords));
}

function ghostCount({ supernodesCounted, supernodesLive }: RunResult['samples'][number]): number {
  return supernodesCounted - supernodesLive;
}

function peakWords(run: RunResult): string {
  const peak = loginPeak(run);
  if (peak === undefined) return `${run.policy} recorded no samples`;
  const rate = countWords(Math.round(peak.perMinute));
  return `${run.policy} peaked at ${rate} log-in attempts a minute (${momentWords(peak.atMs)})`;
}

function sentence(parts: readonly string[]): string {
  return `${parts.join('; ')}.`;
}
