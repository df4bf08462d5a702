// Runs one storm of a challenge on the twin, and measures it.
import type { ChallengeRun } from '#challenges/challenge.ts';
import type { StackConfiguration } from '#domain/stack/stack-configuration.ts';
import { orderOf } from '#runner/compare-policies.ts';
import { usedUnder } from '#runner/cost/used-under.ts';
import type { PolicyRunner, RunOrder } from '#runner/order-runner.ts';
import type { PolicySource } from '#runner/policy-choice.ts';
import { isPolicyError } from '#runner/policy-choice-error.ts';
import { billRun } from '#runner/pricing/bill-run.ts';
import { shippedPriceBook } from '#runner/pricing/read-price-book.ts';
import { usualRegion } from '../price-options.ts';
import { judgedRun } from '../thresholds/judged-run.ts';
import { readMeasure } from '../thresholds/read-threshold.ts';
import { challengeScenario } from './challenge-scenario.ts';
import type { Outcome } from './grade.ts';

/** What is run. */
export interface GradedStorm {
  readonly run: ChallengeRun;
  readonly policy: PolicySource;
  readonly configuration: StackConfiguration;
}

/** Runs a storm. */
export async function stormOutcome(
  { run: { scenario, nodes, set = {} }, policy, configuration }: GradedStorm,
  seed: number,
  runner: PolicyRunner,
): Promise<Outcome> {
  const order: RunOrder = {
    ...orderOf(
      {
        scenario: challengeScenario({ scenario, nodes, set }),
        seed,
        nodeCount: nodes,
        cloud: { kind: 'twin', scale: 'embedded', retries: 'executed' },
      },
      policy,
    ),
    configuration,
  };
  try {
    const { run } = await runner(order, () => {});
    const prices = { book: shippedPriceBook(usualRegion), isFreeTierUsed: false };
    const bill = billRun(usedUnder(run, configuration), nodes, prices);
    const judged = judgedRun({ ...run, bill }, 'twin');
    return { value: (measure) => readMeasure(measure).of(judged) };
  } catch (error) {
    if (isPolicyError(error)) return { error: error.message };
    throw error;
  }
}
