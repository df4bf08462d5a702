// A thread that runs one seed after the other, so that a swarm uses every core.
import { parentPort, workerData } from 'node:worker_threads';
import { drawSwarmCase } from './draw-swarm-case.ts';
import { runSwarmCase } from './run-swarm-case.ts';

const template = workerData as Record<string, unknown>;

parentPort?.on('message', (seed: number) => {
  runSwarmCase(drawSwarmCase(seed), template).then(
    (outcome) => parentPort?.postMessage(outcome),
    (error: unknown) => {
      // Only a rejection that nobody handles ends the thread with the error.
      throw error;
    },
  );
});
