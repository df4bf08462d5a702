import { decisionsOf } from '#domain/decisions.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import type { CostCap } from '#domain/storm/rate-card.ts';
import type { FaultPlan } from '#local-cloud/faults.ts';
import { planRun } from '#scenarios/plan-run.ts';
import { checkDecisions } from '../own-decisions.ts';
import { choosePolicy, ownCodeOf, type PolicySource } from '../policy-choice.ts';
import type { ProgressUpdate } from '../progress.ts';
import type { RunResult } from '../result.ts';
import { runNameOf } from '../run-name.ts';
import { scenarioOf } from '../scenario-of.ts';
import type { WireSummary } from '../wire/wire-summary.ts';
import { embeddedRun } from './embedded-run.ts';

/** One policy's run on the local cloud, as plain data that can be sent to a thread. */
export interface PolicyRunOrder {
  /** The name of a scenario that ships, or a user's own scenario. */
  readonly scenario: string | Scenario;
  readonly policy: PolicySource;
  readonly seed: number;
  readonly nodeCount: number;
  /** How many invocations the account allows at a time; AWS's default when absent. */
  readonly accountConcurrency?: number | undefined;
  readonly faults: FaultPlan;
  readonly template: Record<string, unknown>;
  /** The most that the run may cost; absent: it may cost what it costs. */
  readonly costCap?: CostCap | undefined;
}

/** Something that happened in a run, for `events.ndjson`. */
export type RunEvent = Record<string, unknown> & { readonly policy: string };

export interface PolicyRun {
  readonly run: RunResult;
  readonly cellCount: number;
  readonly events: readonly RunEvent[];
  /** What was counted on the wire, where the order asked for it. */
  readonly wire?: WireSummary;
}

/**
 * Runs one policy in this thread. Nothing in the result but `wallMs` depends on the machine, unless
 * it is stopped.
 * @param isStopAsked whether the run should end early
 */
export async function runPolicy(
  order: PolicyRunOrder,
  onProgress: (update: ProgressUpdate) => void,
  isStopAsked: () => boolean = () => false,
): Promise<PolicyRun> {
  const { seed, nodeCount, template } = order;
  const scenario = scenarioOf(order.scenario);
  const { policy, decisions } = await choosePolicy(order.policy);
  const runId = runNameOf(scenario.name, policy.id, seed);
  const planned = planRun(scenario, {
    runId,
    seed,
    policy,
    nodeCount,
    shiftMs: 0,
    costCap: order.costCap,
  });
  const own = checkDecisions(decisionsOf(decisions), ownCodeOf(order.policy));
  const events: RunEvent[] = [];
  const run = await embeddedRun({
    scenario,
    planned,
    template,
    faults: order.faults,
    accountConcurrency: order.accountConcurrency,
    decisions: () => own.decisions,
    wallNowMs: () => performance.now(),
    onProgress: (update) => {
      // A run with invalid decisions shows nothing. So it ends with an error that names the policy.
      own.refuseFaults();
      onProgress(update);
    },
    isStopAsked,
    onEvent: (event) => events.push({ policy: policy.id, ...event }),
  });
  return { run, cellCount: planned.settings.cells.length, events };
}
