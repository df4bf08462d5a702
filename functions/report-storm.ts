// Last state of a storm: ends the run, so that its loops of messages end, and says how it went.
import { finishRun, loadWholeRun } from '#adapters/network/run-table.ts';
import { openTable } from '#adapters/network/table.ts';
import type { Runtime } from '#adapters/runtime.ts';
import { openUseCounter } from '#adapters/use-counter.ts';
import { reasonLengthMax } from '#domain/limits.ts';
import { lastRestartAtMs } from '#domain/storm/plan-storm.ts';
import { type RunVerdict, verdictOf } from '#domain/storm/run-verdict.ts';
import { causeWords } from '#domain/storm/storm-end.ts';
import { openCostGuard } from './cost-guard.ts';
import { parseReportInput } from './messages.ts';
import { onLambda } from './on-lambda.ts';
import type { StormProgress } from './storm-progress.ts';

/** How a storm ended, as the execution's output. */
export interface StormReport extends RunVerdict {
  readonly runId: string;
  readonly policy: string;
}

/** The function's code; see `onLambda`. */
export const reportStorm = (runtime: Runtime) => {
  const counter = openUseCounter(runtime);
  const table = openTable(counter.runtime);
  const guard = openCostGuard(counter, table);
  return async (progress: StormProgress): Promise<StormReport> => {
    const { runId } = parseReportInput(progress);
    const { settings } = await loadWholeRun(table, runId);
    const verdict = {
      ...outcomeOf(progress),
      onlineCount: progress.onlineCount ?? 0,
      populationCount: progress.populationCount ?? 0,
      sinceLastRestartMs: runtime.nowMs() - lastRestartAtMs(settings.storm, settings.shiftMs),
      ...(await guard.standing(settings)),
    };
    // A report that is asked for again says what it said before.
    const kept = verdictOf(await finishRun(table, runId, verdict)) ?? verdict;
    const report = { runId, policy: settings.policy.id, ...kept };
    runtime.log({ level: 'info', message: 'storm reported', ...report });
    return report;
  };
};

function outcomeOf({ outcome, failure }: StormProgress): Pick<RunVerdict, 'outcome' | 'failure'> {
  if (failure === undefined) return { outcome: outcome ?? 'timed-out' };
  // A time-out has an empty cause. Lambda's may be as long as an error with its whole trace.
  const failureText = [failure.Error, causeWords(failure.Cause ?? '')].filter(Boolean).join(': ');
  return { outcome: 'failed', failure: failureText.slice(0, reasonLengthMax) };
}

export const handler = onLambda(reportStorm);
