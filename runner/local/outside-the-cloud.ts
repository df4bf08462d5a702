// What the code that runs a network does to a local cloud from outside.

import { finishRun } from '#adapters/network/run-table.ts';
import { openTable } from '#adapters/network/table.ts';
import { operatorRuntime } from '#adapters/operator-runtime.ts';
import type { Runtime } from '#adapters/runtime.ts';
import { drainedMsMax } from '#domain/invariants/rules/run-ends.ts';
import { drainMsMax } from '#domain/limits.ts';
import type { LocalCloud } from '#local-cloud/local-cloud.ts';
import { inProcessConnection } from './in-process-connection.ts';

/**
 * A runtime outside the cloud. No fault strikes its calls, so its pauses and its chance do not
 * matter.
 */
export function outsideRuntime(cloud: LocalCloud): Runtime {
  return operatorRuntime(cloud.outputs, {
    nowMs: () => cloud.nowMs(),
    sleep: () => Promise.resolve(),
    random: () => 0.5,
    connection: inProcessConnection(cloud.clientHandler()),
  });
}

/** Lets a finished run drop its last messages as they arrive, so that no work is left half done. */
export async function drain(cloud: LocalCloud, everyMs: number): Promise<void> {
  const isEmpty = () =>
    Object.values(cloud.queueDepths()).every(({ visible, inFlight }) => visible + inFlight === 0);
  await cloud.runUntil({
    untilMs: cloud.nowMs() + drainMsMax,
    everyMs,
    onTick: () => (isEmpty() ? 'stop' : 'continue'),
  });
}

/** What a cloud has counted, and at what time. */
export type CloudCounts = Pick<
  LocalCloud,
  'nowMs' | 'metrics' | 'meters' | 'peaks' | 'queueDepths'
>;

/** Keeps what a cloud has counted so far. Later events do not change it. */
export function countsOf(cloud: LocalCloud): CloudCounts {
  const [nowMs, metrics, meters] = [cloud.nowMs(), cloud.metrics(), cloud.meters()];
  const [peaks, depths] = [cloud.peaks(), cloud.queueDepths()];
  return {
    nowMs: () => nowMs,
    metrics: () => metrics,
    meters: () => meters,
    peaks: () => peaks,
    queueDepths: () => depths,
  };
}

/**
 * Ends a run, unless it has ended, and waits until its queues are empty, delayed messages included.
 * A loop that still runs after that would never end.
 */
export async function letRunDry(cloud: LocalCloud, runId: string, everyMs: number): Promise<void> {
  await cloud.settle(finishRun(openTable(outsideRuntime(cloud)), runId));
  const isConsumed = ([name]: readonly [string, unknown]) => !/DeadLetters|Quarantine/.test(name);
  const isDry = () =>
    Object.entries(cloud.queueDepths())
      .filter(isConsumed)
      .every(([, { visible, inFlight, delayed }]) => visible + inFlight + delayed === 0);
  await cloud.runUntil({
    untilMs: cloud.nowMs() + drainedMsMax,
    everyMs,
    onTick: () => (isDry() ? 'stop' : 'continue'),
  });
}
