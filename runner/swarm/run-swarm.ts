// Runs many seeds, on as many threads as it is given.
import { withWorkerPool, workThrough } from '../threads/worker-pool.ts';
import { drawSwarmCase } from './drawing/draw-swarm-case.ts';
import { runSwarmCase } from './run-swarm-case.ts';
import type { SwarmOutcome } from './swarm-outcome.ts';

/** Which seeds to run, and with what. */
export interface SwarmOrder {
  readonly firstSeed: number;
  readonly seedCount: number;
  readonly template: Record<string, unknown>;
  /** The thread's code; null: everything runs in this thread. */
  readonly workerPath: string | null;
  readonly threads: number;
  /** Called with each seed's outcome when it is done, in no particular order. */
  readonly onOutcome: (outcome: SwarmOutcome) => void;
}

/** Runs all seeds of an order. @throws what a thread throws */
export async function runSwarm(order: SwarmOrder): Promise<void> {
  const { firstSeed, seedCount, threads, workerPath, template, onOutcome } = order;
  const seeds = seedsFrom(firstSeed, seedCount);
  if (workerPath === null) {
    for (const seed of seeds) onOutcome(await runSwarmCase(drawSwarmCase(seed), template));
    return;
  }
  const threadsMax = Math.min(threads, seedCount);
  await withWorkerPool({ workerPath, threadsMax, workerData: template }, (pool) =>
    workThrough(pool, seeds, async (seed) => onOutcome(await pool.run<SwarmOutcome>(seed))),
  );
}

function* seedsFrom(first: number, count: number): Generator<number> {
  for (let seed = first; seed < first + count; seed += 1) yield seed;
}
