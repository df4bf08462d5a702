import { isRunOver } from '../run-over.ts';
import type { Run, RunSettings } from '../run-settings.ts';

/** A run as its row has it, as far as it matters to whoever would start it. */
export type StartableRun = Pick<Run, 'status' | 'stopped'> & {
  readonly settings: Pick<RunSettings, 'runId' | 'endsAtMs' | 'startByMs'>;
};

/**
 * Why an execution may not conduct the storm of a run, in plain words; null: it may. A run has one
 * execution, which has its name: Step Functions starts no second one of a name for ninety days
 * (API reference, StartExecution), and a run that is over stays as it ended.
 * @param execution the execution's name
 */
export function startRefusal(run: StartableRun, execution: string, nowMs: number): string | null {
  const { runId, startByMs = Number.POSITIVE_INFINITY } = run.settings;
  if (execution !== runId)
    return (
      `run ${runId} is conducted by the execution of its own name, and this one is called ` +
      `${execution}; start it with --name ${runId}`
    );
  const over = overWords(run, nowMs);
  if (over !== null) return `run ${runId} is over: ${over}. It is not started again; seed another`;
  if (nowMs <= startByMs) return null;
  return (
    `run ${runId} was to be started at least ${secondsOf(nowMs - startByMs)} s earlier, and its ` +
    'waves would come too late; stop it, and seed another'
  );
}

/** How a run ended; null: it goes on, or was not started yet. */
export function overWords(run: StartableRun, nowMs: number): string | null {
  if (!isRunOver(run, nowMs)) return null;
  if (run.stopped !== undefined) return `it was stopped (${run.stopped})`;
  if (run.status === 'finished') return 'its storm was conducted to its end';
  return `its time was up ${secondsOf(nowMs - run.settings.endsAtMs)} s ago`;
}

function secondsOf(durationMs: number): number {
  return Math.ceil(durationMs / 1_000);
}
