// Last state of a storm: ends the run, so that its loops of messages end, and says how it went.
import { finishRun, loadWholeRun } from '#adapters/network/run-table.ts';
import { openTable } from '#adapters/network/table.ts';
import type { Runtime } from '#adapters/runtime.ts';
import { openUseCounter } from '#adapters/use-counter.ts';
import { lastRestartAtMs } from '#domain/storm/plan-storm.ts';
import type { StopReason } from '#domain/storm/storm-end.ts';
import { openCostGuard } from './cost-guard.ts';
import { parseReportInput } from './messages.ts';
import { onLambda } from './on-lambda.ts';
import type { StormProgress } from './storm-progress.ts';

/** How a storm ended, as the execution's output. */
export interface StormReport {
  readonly runId: string;
  readonly policy: string;
  readonly outcome: 'healed' | 'timed-out' | 'failed' | 'stopped';
  /** Why, when it failed. */
  readonly failure?: string;
  /** Why, when it was stopped before its time. */
  readonly stopped?: StopReason;
  /** What a run with a cost cap cost by its own counts, in US dollars, and its cap. */
  readonly spentUsd?: number;
  readonly maxUsd?: number;
  readonly onlineCount: number;
  readonly populationCount: number;
  /** From the last restart to this report, in milliseconds: healing took at most this long. */
  readonly sinceLastRestartMs: number;
}

/** The function's code; see `onLambda`. */
export const reportStorm = (runtime: Runtime) => {
  const counter = openUseCounter(runtime);
  const table = openTable(counter.runtime);
  const guard = openCostGuard(counter, table);
  return async (progress: StormProgress): Promise<StormReport> => {
    const { runId } = parseReportInput(progress);
    const { settings, stopped } = await loadWholeRun(table, runId);
    await finishRun(table, runId);
    const report = {
      runId,
      policy: settings.policy.id,
      ...(stopped === undefined ? outcomeOf(progress) : stoppedBy(stopped)),
      onlineCount: progress.onlineCount ?? 0,
      populationCount: progress.populationCount ?? 0,
      sinceLastRestartMs: runtime.nowMs() - lastRestartAtMs(settings.storm, settings.shiftMs),
      ...(await guard.standing(settings)),
    };
    runtime.log({ level: 'info', message: 'storm reported', ...report });
    return report;
  };
};

function outcomeOf({ outcome, failure }: StormProgress): Pick<StormReport, 'outcome' | 'failure'> {
  if (failure === undefined) return { outcome: outcome ?? 'timed-out' };
  // A time-out has an empty cause.
  const failureText = [failure.Error, failure.Cause].filter(Boolean).join(': ');
  return { outcome: 'failed', failure: failureText };
}

function stoppedBy(stopped: StopReason): Pick<StormReport, 'outcome' | 'stopped'> {
  return { outcome: 'stopped', stopped };
}

export const handler = onLambda(reportStorm);
