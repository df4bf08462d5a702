// A thread that measures one run after the other, so that a verification uses every core.
import { parentPort, workerData } from 'node:worker_threads';
import { type MeasureOrder, measureRun } from './measure-run.ts';

const template = workerData as Record<string, unknown>;

parentPort?.on('message', (order: MeasureOrder) => {
  measureRun(order, template).then(
    (measured) => parentPort?.postMessage(measured),
    (error: unknown) => {
      // Only a rejection that nobody handles ends the thread with the error.
      throw error;
    },
  );
});
