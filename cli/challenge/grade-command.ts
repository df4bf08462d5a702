// Grades a file: reads it, runs it with each seed, and adds up what the runs are worth.
import { availableParallelism } from 'node:os';
import type { TrialRunner } from '#runner/consumer/run-trial.ts';
import type { ConsumerResult } from '#runner/consumer/try-consumer.ts';
import { type PolicyRunner, runOrdersIn } from '#runner/order-runner.ts';
import { type WorkerPool, withWorkerPool } from '#runner/threads/worker-pool.ts';
import type { GradeOptions } from './challenge-options.ts';
import { type Grade, type GradedRun, gradeOf } from './grade.ts';
import { gradeTask } from './grade-task.ts';
import type { GradingTools } from './grading-tools.ts';
import { hiddenSeeds } from './hidden-seeds.ts';

/** @throws {WrongInputError} where the file cannot be read */
export async function gradeCommand(
  { challenge, file, seedsKey }: Omit<GradeOptions, 'format'>,
  tools: GradingTools,
): Promise<Grade> {
  const { outcome, replay } = gradeTask(challenge, file, tools);
  const hidden = seedsKey === null ? [] : hiddenSeeds(seedsKey, challenge.name);
  const seeds = [
    ...challenge.seeds.map((seed) => ({ seed, isHidden: false })),
    ...hidden.map((seed) => ({ seed, isHidden: true })),
  ];
  const runs: GradedRun[] = [];
  // All take from one iterator, so that each seed is taken once.
  const waiting = seeds.entries();
  const work = async () => {
    for (const [index, one] of waiting)
      runs[index] = { ...one, replay: replay(one.seed), outcome: await outcome(one.seed) };
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return gradeOf(challenge, runs);
}

/**
 * A file is held to its steps, which are the same everywhere. Time is the last resort, for what the
 * engine does in one piece, such as looking through an array of 2 ** 53 places. It is far more than
 * the steps of a decision take on a slow machine, which are a second.
 */
const decisionLimitMs = 60_000;

/** Runs in threads, a thread a run. @param workerPath the code of the threads for policies */
export function threadPerRun(workerPath: string): Pick<GradingTools, 'runner' | 'trial'> {
  const runner: PolicyRunner = (order, onProgress) =>
    inThread(workerPath, decisionLimitMs, (pool) => runOrdersIn(pool)(order, onProgress));
  return { runner, trial: runTrialsIn(workerPath, decisionLimitMs) };
}

/** Runs trials, a thread a trial. @param limitMs for how long a handler may compute in one piece */
export function runTrialsIn(workerPath: string, limitMs: number): TrialRunner {
  return (order) => inThread(workerPath, limitMs, (pool) => pool.run<ConsumerResult>(order));
}

function inThread<Done>(
  workerPath: string,
  limitMs: number,
  use: (pool: WorkerPool) => Promise<Done>,
): Promise<Done> {
  const thread = { workerPath, threadsMax: 1, decisionLimitMs: limitMs, limitAdvice: '' };
  return withWorkerPool(thread, use);
}
