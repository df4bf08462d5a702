// The runs of a factorial of the hypotheses: every combination with every seed, on the twin.
import { hypothesisNames } from '#domain/policies.ts';
import { orderOf } from '#runner/compare-policies.ts';
import { combinationCount, factorsIn } from '#runner/effects/yates.ts';
import { type NamedPolicy, policyNamed } from '#runner/policy-choice.ts';
import { sha256 } from '#runner/sha256.ts';
import { runKey } from '#runner/sweep/run-key.ts';
import type { SweepTask } from '#runner/sweep/run-sweep.ts';
import type { SweepRow } from '#runner/sweep/sweep-row.ts';
import type { EffectsOptions } from './effects-options.ts';

/** One run of a factorial. */
export interface EffectsRun {
  /** Which hypotheses it has, in Yates' order. */
  readonly combination: number;
  readonly policy: NamedPolicy;
  readonly seed: number;
  readonly key: string;
}

/** A run with its result. */
export interface DoneRun extends EffectsRun {
  readonly row: SweepRow;
}

/** Every combination of the hypotheses as a policy, in Yates' order; without any, `resilient`. */
export const combinations: readonly NamedPolicy[] = Array.from(
  { length: combinationCount(hypothesisNames.length) },
  (_, combination) => policyNamed(factorsIn(combination, hypothesisNames).join('+') || 'resilient'),
);

/** All runs: of each seed every combination. A run's key has all that the run depends on. */
export function effectsRuns(options: EffectsOptions, program: string): EffectsRun[] {
  const { scenario, scale, retries, nodes, seeds } = options;
  const scenarioHash = sha256(JSON.stringify(scenario));
  return seeds.flatMap((seed) =>
    combinations.map((policy, combination) => {
      const all = [program, 'effects', scale, retries, scenarioHash, policy.name, nodes, seed];
      return { combination, policy, seed, key: runKey(all) };
    }),
  );
}

/** The run as a task of a sweep. */
export function effectsTask({ key, policy, seed }: EffectsRun, options: EffectsOptions): SweepTask {
  const { scenario, scale, retries, nodes } = options;
  return {
    key,
    words: `${policy.name}, seed ${seed}`,
    order: orderOf(
      { scenario, seed, nodeCount: nodes, cloud: { kind: 'twin', scale, retries } },
      policy,
    ),
  };
}
