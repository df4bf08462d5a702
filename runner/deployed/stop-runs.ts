// Ends runs of a deployed stack before their time, and watches their messages go.
import { listRuns } from '#adapters/network/read-network.ts';
import { loadWholeRun, stopRun } from '#adapters/network/run-table.ts';
import { openTable } from '#adapters/network/table.ts';
import { countUnderWay } from '#adapters/queues/observe-queues.ts';
import type { Runtime } from '#adapters/runtime.ts';
import type { StackOutputs } from '#adapters/stack/stack-outputs.ts';
import { abortStorm } from '#adapters/stack/storm.ts';
import { drainMsMax, type QueueName } from '#domain/limits.ts';
import { isRunOver } from '#domain/run-over.ts';

/** What became of one run. */
export interface StoppedRun {
  readonly runId: string;
  /** Whether it went on until now. */
  readonly wasGoingOn: boolean;
}

/** The messages in each working queue, of all runs of the stack. */
export type MessagesUnderWay = Readonly<Record<QueueName, number>>;

/** The runs in the table that go on. It scans the table, which is billed. */
export async function runsGoingOn(runtime: Runtime): Promise<string[]> {
  const table = openTable(runtime);
  const goingOn: string[] = [];
  for (const runId of await listRuns(table)) {
    const run = await loadWholeRun(table, runId);
    if (!isRunOver(run, runtime.nowMs())) goingOn.push(runId);
  }
  return goingOn;
}

/**
 * Stops a run: its row says so, which each function knows within a minute, and its execution ends,
 * which may wait for a wave of tomorrow.
 * @throws {UnknownRunError} the table has no such run
 */
export async function stopByHand(runtime: Runtime, runId: string): Promise<StoppedRun> {
  const wasGoingOn = await stopRun(openTable(runtime), runId, 'by hand');
  await abortStorm(runtime, runId, 'by hand');
  return { runId, wasGoingOn };
}

/** How often the queues are counted. */
const lookEveryMs = 5_000;

/**
 * Waits until no message is left in the working queues, or as long as one can be delayed.
 * @param onLook called with each count
 * @param untilMs from then on it waits no more; absent: as long as a finished run may take
 * @returns the last count
 */
export async function waitUntilDrained(
  runtime: Runtime,
  outputs: StackOutputs,
  onLook: (left: MessagesUnderWay, passedMs: number) => void,
  untilMs?: number,
): Promise<MessagesUnderWay> {
  const startedMs = runtime.nowMs();
  const latestMs = untilMs ?? startedMs + drainMsMax;
  for (;;) {
    const left = await countUnderWay(runtime, outputs);
    const passedMs = runtime.nowMs() - startedMs;
    onLook(left, passedMs);
    if (messageCount(left) === 0 || runtime.nowMs() >= latestMs) return left;
    await runtime.sleep(lookEveryMs);
  }
}

/** The messages of all queues. */
export function messageCount(left: MessagesUnderWay): number {
  return Object.values(left).reduce((sum, count) => sum + count, 0);
}
