// Plans a run of the network on the twin for a policy that is chosen already. It needs nothing of
// Node, so that a page can plan the same run.

import type { Policy } from '#domain/policies.ts';
import type { RunSettings } from '#domain/run-settings.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import { lastRestartAtMs } from '#domain/storm/plan-storm.ts';
import { planRun } from '#scenarios/plan-run.ts';
import type { NetworkRunOptions } from '#twin/network/network-run.ts';
import { type Shard, shardsOf } from '#twin/network/shards.ts';
import { sampleIntervals } from '../sample-intervals.ts';
import type { TwinRunOrder } from './twin-order.ts';

/** The plan of a run: all but the check of decisions that a policy's author wrote. */
export interface NetworkPlan {
  readonly scenario: Scenario;
  readonly settings: RunSettings;
  readonly options: NetworkRunOptions;
  /** The shards of the network. Nothing connects them, so each may run in a thread of its own. */
  readonly shards: readonly Shard[];
}

/** Plans a run. @param runId the run's name, as `runNameOf` makes it */
export function planNetwork(
  scenario: Scenario,
  { policy, decisions }: { readonly policy: Policy } & Pick<NetworkRunOptions, 'decisions'>,
  order: Omit<TwinRunOrder, 'cloud' | 'scenario' | 'policy'>,
  runId: string,
): NetworkPlan {
  const { seed, nodeCount, scale, retries, accountConcurrency, configuration, wire } = order;
  const planned = planRun(scenario, { runId, seed, policy, nodeCount, scale, shiftMs: 0 });
  const { storm, shiftMs, target } = planned.settings;
  const { fineMs, betweenMs } = sampleIntervals(planned.settings);
  const fromMs = lastRestartAtMs(storm, shiftMs);
  const options: NetworkRunOptions = {
    ...planned,
    // Built-in decisions are left out, so that the twin can use its number kernels.
    ...(decisions === undefined ? {} : { decisions }),
    untilMs: null,
    sampleEveryMs: fineMs,
    between: { fromMs, untilMs: fromMs + target.healWithinMs, everyMs: betweenMs },
    retries,
    configuration,
    accountConcurrency,
    ...(wire && {
      wire: {
        hostCount: wire.hostCount,
        windows: [{ fromMs, untilMs: fromMs + wire.forMs }],
      },
    }),
  };
  return { scenario, settings: planned.settings, options, shards: shardsOf(options) };
}
