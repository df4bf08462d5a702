// A storm over the whole local cloud, wired from the template, with the function code of a test's
// choice: for promises that are kept between functions, not inside one.
import { DescribeExecutionCommand, type DescribeExecutionCommandOutput } from '@aws-sdk/client-sfn';
import { seedRun } from '#adapters/network/seed-run.ts';
import { operatorRuntime } from '#adapters/operator-runtime.ts';
import { stepFunctionsClient } from '#adapters/stack/step-functions-client.ts';
import { startStorm } from '#adapters/stack/storm.ts';
import { type PolicyId, policies } from '#domain/policies.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import type { CostCap } from '#domain/storm/rate-card.ts';
import type { FaultPlan } from '#local-cloud/faults.ts';
import type { LambdaCode, LogEntry } from '#local-cloud/lambda/lambda-code.ts';
import { type LocalCloud, startLocalCloud } from '#local-cloud/local-cloud.ts';
import { inProcessConnection } from '#runner/local/in-process-connection.ts';
import { functionLogFormat } from '#runner/local/log-format.ts';
import { scanNetwork } from '#runner/local/network-scan.ts';
import { planRun } from '#scenarios/plan-run.ts';

/** What a storm is started from. */
export interface WholeStormOptions {
  readonly scenario: Scenario;
  readonly policy: PolicyId;
  readonly nodeCount: number;
  readonly template: Record<string, unknown>;
  /** By the entry that the template names, as for the local cloud. */
  readonly code: Readonly<Record<string, LambdaCode>>;
  readonly faults: FaultPlan;
  readonly seed: number;
  readonly costCap?: CostCap | undefined;
  readonly onLog?: (functionName: string, entry: LogEntry) => void;
}

/** A storm that has begun. */
export interface WholeStorm {
  readonly cloud: LocalCloud;
  /** What surrounds whoever stands outside: not subject to faults. */
  readonly operator: ReturnType<typeof operatorRuntime>;
  /** Lets time pass until the run is finished and its execution has ended, at most so long. */
  end(untilMs: number): Promise<DescribeExecutionCommandOutput>;
}

/** Seeds a run and starts its storm. */
export async function wholeStorm(options: WholeStormOptions): Promise<WholeStorm> {
  const { scenario, policy, nodeCount, seed, costCap, onLog } = options;
  const cloud = startLocalCloud({
    template: options.template,
    code: options.code,
    seed,
    startMs: scenario.startMs,
    faults: options.faults,
    logFormat: functionLogFormat,
    ...(onLog && { onLog }),
  });
  const operator = operatorRuntime(cloud.outputs, {
    nowMs: () => cloud.nowMs(),
    sleep: () => Promise.resolve(),
    random: () => 0.5,
    connection: inProcessConnection(cloud.clientHandler()),
  });
  const choices = { runId: `${scenario.name}-${policy}`, seed, nodeCount, shiftMs: 0, costCap };
  const planned = planRun(scenario, { ...choices, policy: policies[policy] });
  await cloud.settle(seedRun(operator, planned));
  const executionArn = await cloud.settle(startStorm(operator, choices.runId));
  const describe = new DescribeExecutionCommand({ executionArn });
  return {
    cloud,
    operator,
    end: async (untilMs) => {
      const isOver = () => scanNetwork(cloud).runStatus === 'finished';
      const onTick = () => (isOver() ? 'stop' : 'continue');
      await cloud.runUntil({ untilMs, everyMs: 10_000, onTick });
      // The state machine hears of its last function's answer a moment later.
      await cloud.runUntil({ untilMs: cloud.nowMs() + 10_000 });
      return cloud.settle(stepFunctionsClient(operator).send(describe));
    },
  };
}
