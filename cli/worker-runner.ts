import { Worker } from 'node:worker_threads';
import type { PolicyRunner } from './compare.ts';
import type { WorkerMessage } from './policy-worker.ts';

/** Runs each policy in a thread of its own. @throws what the thread throws */
export function workerRunner(workerPath: string): PolicyRunner {
  return (order, onProgress) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(workerPath, { workerData: order });
      worker.on('message', (message: WorkerMessage) => {
        if ('done' in message) resolve(message.done);
        else onProgress(message.progress);
      });
      worker.on('error', reject);
      worker.on('exit', (code) => {
        reject(new Error(`the run of ${order.policy} ended with code ${code} and no result`));
      });
    });
}
