// Runs a student's file in the storms of a challenge, and grades what comes out.
import { availableParallelism } from 'node:os';
import type { Challenge } from '#challenges/challenge.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import type { PriceBook } from '#pricing/price-book.ts';
import { orderOf } from '#runner/compare-policies.ts';
import { type PolicyRunner, runOrdersIn } from '#runner/order-runner.ts';
import type { PolicySource } from '#runner/policy-choice.ts';
import { isPolicyError } from '#runner/policy-choice-error.ts';
import { billRun } from '#runner/pricing/bill-run.ts';
import { withWorkerPool } from '#runner/threads/worker-pool.ts';
import { judgedRun } from '../thresholds/judged-run.ts';
import { type Grade, type GradedRun, gradeOf, type Seed } from './grade.ts';

/** What a grading stands on. */
export interface GradingTools {
  /** Carries out one run. Nothing of a file may outlive it. */
  readonly runner: PolicyRunner;
  readonly scenario: Scenario;
  readonly book: PriceBook;
}

/** Grades a file. @param policy the student's, confined */
export async function gradeFile(
  challenge: Challenge,
  policy: PolicySource,
  seeds: readonly Seed[],
  tools: GradingTools,
): Promise<Grade> {
  const runs: GradedRun[] = [];
  // All take from one iterator, so that each seed is taken once.
  const waiting = seeds.entries();
  const work = async () => {
    for (const [index, seed] of waiting)
      runs[index] = { ...seed, outcome: await outcomeOf(challenge, policy, seed.seed, tools) };
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
export function threadPerRun(workerPath: string): PolicyRunner {
  return (order, onProgress) =>
    withWorkerPool({ workerPath, threadsMax: 1, decisionLimitMs, limitAdvice: '' }, (pool) =>
      runOrdersIn(pool)(order, onProgress),
    );
}

/** Runs one storm. */
export async function outcomeOf(
  { run: { nodes } }: Challenge,
  policy: PolicySource,
  seed: number,
  { runner, scenario, book }: GradingTools,
): Promise<GradedRun['outcome']> {
  const cloud = { kind: 'twin', scale: 'embedded', retries: 'executed' } as const;
  const order = orderOf({ scenario, seed, nodeCount: nodes, cloud }, policy);
  try {
    const { run } = await runner(order, () => {});
    const bill = billRun(run, nodes, { book, isFreeTierUsed: false });
    return { run: judgedRun({ ...run, bill }, 'twin') };
  } catch (error) {
    if (isPolicyError(error)) return { error: error.message };
    throw error;
  }
}
