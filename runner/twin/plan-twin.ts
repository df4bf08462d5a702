// What an order for the twin comes to, in whatever thread it is carried out.
import { decisionsOf } from '#domain/decisions.ts';
import type { RunSettings } from '#domain/run-settings.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import { planRun } from '#scenarios/plan-run.ts';
import type { NetworkRunOptions } from '#twin/network/network-run.ts';
import { type Shard, shardsOf } from '#twin/network/shards.ts';
import { type CheckedDecisions, checkDecisions } from '../own-decisions.ts';
import { choosePolicy } from '../policy-choice.ts';
import { runNameOf } from '../run-name.ts';
import { scenarioOf } from '../scenario-of.ts';
import type { TwinRunOrder } from './twin-order.ts';

/** An order, worked out. */
export interface TwinPlan {
  readonly scenario: Scenario;
  readonly settings: RunSettings;
  readonly options: NetworkRunOptions;
  /** The network's parts, which nothing joins: each may run in a thread of its own. */
  readonly shards: readonly Shard[];
  readonly own: CheckedDecisions;
}

/** As often as the local cloud samples while it is measured how long healing takes. */
const sampleMsMax = 60_000;

/** Works an order out. @throws {PolicyChoiceError} */
export async function planTwin(order: TwinRunOrder): Promise<TwinPlan> {
  const { seed, nodeCount, scale, retries, accountConcurrency } = order;
  const scenario = scenarioOf(order.scenario);
  const { policy, decisions } = await choosePolicy(order.policy);
  const runId = runNameOf(scenario.name, policy.id, seed);
  const planned = planRun(scenario, { runId, seed, policy, nodeCount, scale, shiftMs: 0 });
  const own = checkDecisions(decisionsOf(decisions));
  const sampleEveryMs = Math.min(sampleMsMax, planned.settings.timings.observeEveryMs);
  const options: NetworkRunOptions = {
    ...planned,
    // The built-in ones are not named, so that the twin may decide by numbers.
    ...(decisions === undefined ? {} : { decisions: own.decisions }),
    untilMs: null,
    sampleEveryMs,
    retries,
    accountConcurrency,
  };
  return { scenario, settings: planned.settings, options, shards: shardsOf(options), own };
}
