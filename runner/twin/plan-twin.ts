// Plans an order for the twin. The plan is the same in every thread.
import { decisionsOf } from '#domain/decisions.ts';
import type { RunSettings } from '#domain/run-settings.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import { lastRestartAtMs } from '#domain/storm/plan-storm.ts';
import { planRun } from '#scenarios/plan-run.ts';
import type { NetworkRunOptions } from '#twin/network/network-run.ts';
import { type Shard, shardsOf } from '#twin/network/shards.ts';
import { type CheckedDecisions, checkDecisions } from '../own-decisions.ts';
import { choosePolicy } from '../policy-choice.ts';
import { runNameOf } from '../run-name.ts';
import { sampleIntervals } from '../sample-intervals.ts';
import { scenarioOf } from '../scenario-of.ts';
import type { TwinRunOrder } from './twin-order.ts';

/** The plan of an order. */
export interface TwinPlan {
  readonly scenario: Scenario;
  readonly settings: RunSettings;
  readonly options: NetworkRunOptions;
  /** The shards of the network. Nothing connects them, so each may run in a thread of its own. */
  readonly shards: readonly Shard[];
  readonly own: CheckedDecisions;
}

/** Plans an order. @throws {PolicyChoiceError} */
export async function planTwin(order: TwinRunOrder): Promise<TwinPlan> {
  const { seed, nodeCount, scale, retries, accountConcurrency, configuration } = order;
  const scenario = scenarioOf(order.scenario);
  const { policy, decisions } = await choosePolicy(order.policy);
  const runId = runNameOf(scenario.name, policy.id, seed);
  const planned = planRun(scenario, { runId, seed, policy, nodeCount, scale, shiftMs: 0 });
  const own = checkDecisions(decisionsOf(decisions), order.policy);
  const { storm, shiftMs, target } = planned.settings;
  const { fineMs, betweenMs } = sampleIntervals(planned.settings);
  const fromMs = lastRestartAtMs(storm, shiftMs);
  const options: NetworkRunOptions = {
    ...planned,
    // Built-in decisions are left out, so that the twin can use its number kernels.
    ...(decisions === undefined ? {} : { decisions: own.decisions }),
    untilMs: null,
    sampleEveryMs: fineMs,
    between: { fromMs, untilMs: fromMs + target.healWithinMs, everyMs: betweenMs },
    retries,
    configuration,
    accountConcurrency,
  };
  return { scenario, settings: planned.settings, options, shards: shardsOf(options), own };
}
