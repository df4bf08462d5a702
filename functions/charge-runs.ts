// What a batch used is charged to its runs, and what was dropped of a run that was stopped is said.
import type { RunLedger } from '#adapters/network/run-ledger.ts';
import type { Table } from '#adapters/network/table.ts';
import type { ControlEvent } from '#domain/events.ts';
import { type QueueName, sendBatchMax } from '#domain/limits.ts';
import { addUse, nothingUsed, type Use } from '#domain/storm/use.ts';

/** Says how many messages were dropped because their run was stopped before its time. */
export function logDropped(
  { runs, runtime }: Table,
  queue: QueueName,
  messageCounts: MessageCounts,
): void {
  for (const [runId, count] of messageCounts) {
    const stopped = runs.get(runId)?.run.stopped;
    if (stopped !== undefined)
      runtime.log({ level: 'info', message: 'messages dropped', queue, runId, stopped, count });
  }
}

/**
 * Charges a batch to each run in it that has a cost cap. A batch of several such runs is charged to
 * each of them, since it is not known whose what was.
 * @param used by the function itself; what the queue's own requests are is added
 */
export async function chargeRuns(
  { runs, runtime }: Table,
  ledger: RunLedger,
  messageCounts: MessageCounts,
  used: Use,
): Promise<void> {
  for (const runId of messageCounts.keys()) {
    const { costCap, startsAtMs } = runs.get(runId)?.run.settings ?? {};
    if (costCap === undefined || startsAtMs === undefined) continue;
    const use = addUse(used, takenOut(messageCounts));
    try {
      await ledger.charge({ runId, costCap, startsAtMs }, use);
    } catch (error) {
      // The messages are done. What was used stays with this environment until its next write.
      runtime.log({ level: 'warn', message: 'use not written down', runId, cause: String(error) });
    }
  }
}

/** The queue's requests for a batch: each brings ten messages, or deletes ten. */
function takenOut(messageCounts: MessageCounts): Use {
  const messageCount = [...messageCounts.values()].reduce((sum, count) => sum + count, 0);
  return { ...nothingUsed, sqsRequests: 2 * Math.ceil(messageCount / sendBatchMax) };
}

/** How many messages of a batch there are of each run, by its name. */
export type MessageCounts = ReadonlyMap<string, number>;

/** Counts the messages of a batch. */
export function countByRun(events: readonly ControlEvent[]): MessageCounts {
  const counts = new Map<string, number>();
  for (const { runId } of events) counts.set(runId, (counts.get(runId) ?? 0) + 1);
  return counts;
}
