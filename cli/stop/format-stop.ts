// What `stop` says.
import { plainLine } from '#domain/plain-text.ts';
import {
  type MessagesUnderWay,
  messageCount,
  type StoppedRun,
} from '#runner/deployed/stop-runs.ts';
import { formatCount } from '#runner/sentences/human-numbers.ts';

/** A line for each run, as soon as it is stopped. */
export function formatStopped(runs: readonly StoppedRun[]): string {
  if (runs.length === 0) return 'no run goes on; nothing was stopped\n';
  const lines = runs.map(({ runId, wasGoingOn }) =>
    wasGoingOn
      ? `stopped: run ${plainLine(runId)}; every function knows within a minute`
      : `run ${plainLine(runId)} was over before; it stays as it ended`,
  );
  return `${lines.join('\n')}\n`;
}

/** Which messages are still in the queues. */
export function formatLeft(left: MessagesUnderWay): string {
  if (messageCount(left) === 0) return 'no message is left in the queues';
  const parts = Object.entries(left).filter(([, count]) => count > 0);
  const queues = parts.map(([queue, count]) => `${queue} ${formatCount(count)}`);
  return `messages left in the queues, of all runs of the stack: ${queues.join(', ')}`;
}

/** Why no run was stopped although none was named. */
export function formatWhich(goingOn: readonly string[]): string {
  return `${goingOn.length} runs go on: ${goingOn.join(', ')}; name one, or say --all`;
}
