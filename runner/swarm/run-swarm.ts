// Runs many seeds, on as many threads as there are cores for.
import { Worker } from 'node:worker_threads';
import { drawSwarmCase } from './draw-swarm-case.ts';
import { runSwarmCase } from './run-swarm-case.ts';
import type { SwarmOutcome } from './swarm-outcome.ts';

/** Which seeds, and by what. */
export interface SwarmOrder {
  readonly from: number;
  readonly seeds: number;
  readonly template: Record<string, unknown>;
  /** The thread's code; null: everything runs in this thread. */
  readonly workerPath: string | null;
  readonly threads: number;
  /** Told of each seed as it is done, in no particular order. */
  readonly onOutcome: (outcome: SwarmOutcome) => void;
}

/** Runs all seeds of an order. @throws what a thread throws */
export async function runSwarm(order: SwarmOrder): Promise<void> {
  const { from, seeds, threads, workerPath, template } = order;
  const left = seedsFrom(from, seeds);
  if (workerPath === null) {
    for (const seed of left) order.onOutcome(await runSwarmCase(drawSwarmCase(seed), template));
    return;
  }
  const workers = Array.from({ length: Math.min(threads, seeds) }, () =>
    workThrough(left, workerPath, order),
  );
  await Promise.all(workers);
}

function* seedsFrom(from: number, count: number): Generator<number> {
  for (let seed = from; seed < from + count; seed += 1) yield seed;
}

/** One thread takes the next seed whenever it is done with one. */
function workThrough(
  left: Iterator<number>,
  workerPath: string,
  { template, onOutcome }: SwarmOrder,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerPath, { workerData: template });
    const goOn = () => {
      const { value, done } = left.next();
      if (done === true) worker.terminate().then(() => resolve(), reject);
      else worker.postMessage(value);
    };
    worker.on('message', (outcome: SwarmOutcome) => {
      onOutcome(outcome);
      goOn();
    });
    worker.on('error', reject);
    goOn();
  });
}
