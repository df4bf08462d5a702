import { Worker } from 'node:worker_threads';
import type { PolicyRunner } from './compare.ts';
import type { WorkerMessage } from './policy-worker.ts';

/**
 * Runs each policy in a thread of its own. Once one has failed, the others go on for nothing and
 * are ended.
 * @throws what the thread throws
 */
export function workerRunner(workerPath: string): PolicyRunner {
  const running = new Set<Worker>();
  return (order, onProgress) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(workerPath, { workerData: order });
      worker.on('message', (message: WorkerMessage) => {
        if ('done' in message) resolve(message.done);
        else onProgress(message.progress);
      });
      running.add(worker);
      worker.on('error', (error) => {
        reject(error);
        for (const other of running) void other.terminate();
      });
      worker.on('exit', (code) => {
        running.delete(worker);
        reject(new Error(`the run of ${order.policy} ended with code ${code} and no result`));
      });
    });
}
