// A thread that runs one policy, so that two policies use two cores.
import { parentPort, workerData } from 'node:worker_threads';
import { type PolicyRun, type PolicyRunOrder, runPolicy } from './run-policy.ts';
import type { ProgressUpdate } from './show/progress.ts';

/** What the thread says: how far it is, and at the end what it found. */
export type WorkerMessage = { progress: ProgressUpdate } | { done: PolicyRun };

const say = (message: WorkerMessage) => parentPort?.postMessage(message);

/** Progress is for eyes: more often than this nobody could see it. */
const progressEveryMs = 50;
let saidAtMs = Number.NEGATIVE_INFINITY;

say({
  done: await runPolicy(workerData as PolicyRunOrder, (progress) => {
    if (performance.now() - saidAtMs < progressEveryMs && progress.fraction < 1) return;
    saidAtMs = performance.now();
    say({ progress });
  }),
});
