// A thread that carries out one order after the other, so that several use several cores.
import { parentPort } from 'node:worker_threads';
import { type RunOrder, runOrder, runStackOrder } from './order-runner.ts';
import type { StackRunOrder } from './twin/stack-run.ts';

/** What the thread says: how far it is, and at the end of an order what it found. */
export type WorkerMessage<Progress, Done> = { progress: Progress } | { done: Done };

/** Progress is for eyes: more often than this nobody could see it. */
const progressEveryMs = 50;

parentPort?.on('message', (order: RunOrder | StackRunOrder) => {
  let saidAtMs = Number.NEGATIVE_INFINITY;
  const onProgress = (progress: { readonly fraction: number }) => {
    if (performance.now() - saidAtMs < progressEveryMs && progress.fraction < 1) return;
    saidAtMs = performance.now();
    parentPort?.postMessage({ progress });
  };
  const done = 'stack' in order ? runStackOrder(order, onProgress) : runOrder(order, onProgress);
  done.then(
    (found) => parentPort?.postMessage({ done: found }),
    (error: unknown) => {
      // Only a rejection that nobody handles ends the thread with the error.
      throw error;
    },
  );
});
