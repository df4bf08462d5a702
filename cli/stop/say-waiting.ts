import { type MessagesUnderWay, messageCount } from '#runner/deployed/stop-runs.ts';
import { formatLeft } from './format-stop.ts';

/** Without news it is said only this often that the waiting goes on. */
const sayEveryMs = 30_000;

/** Says now and then which messages are waited for. @param stderr where it is said */
export function sayWaiting(
  stderr: Pick<NodeJS.WriteStream, 'write'>,
): (left: MessagesUnderWay, passedMs: number) => void {
  let saidAtMs = Number.NEGATIVE_INFINITY;
  return (left, passedMs) => {
    if (messageCount(left) === 0 || passedMs - saidAtMs < sayEveryMs) return;
    saidAtMs = passedMs;
    stderr.write(`waiting: ${formatLeft(left)}\n`);
  };
}
