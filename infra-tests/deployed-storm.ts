// A storm on a deployed stack, seen from outside: seed, start, wait, and read what it left behind.
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { loadNodes, loadSupernodes } from '#adapters/cell-reader.ts';
import { operatorRuntime } from '#adapters/operator-runtime.ts';
import type { Runtime } from '#adapters/runtime.ts';
import { seedRun } from '#adapters/seed-run.ts';
import { startStorm } from '#adapters/storm.ts';
import { openTable } from '#adapters/table.ts';
import type { NetworkScan } from '#domain/check-network.ts';
import { policies } from '#domain/policies.ts';
import { drill } from '#scenarios/drill.ts';
import { planRun } from '#scenarios/plan-run.ts';

/** What the stack's outputs are called. */
export type StackOutputs = Readonly<Record<string, string>>;

/** What a storm left behind. */
export interface StormOutcome {
  readonly status: string;
  /** The execution's output, or why it has none. */
  readonly report: Record<string, unknown>;
  readonly network: NetworkScan;
  readonly checkedAtMs: number;
  /** Messages in each dead-letter queue. */
  readonly deadLetters: Readonly<Record<string, number>>;
  /** Reasons of what was put aside. */
  readonly quarantined: readonly string[];
  readonly stormSeconds: number;
}

/** A drill of two waves twenty seconds apart, watched for three minutes, is over in less. */
const stormLimitMs = 240_000;

/** From seeding to the first wave: enough for the slowest engine to start the execution. */
const headStartMs = 8_000;

/** A message that no consumer can read, to see that it is put aside and harms nobody. */
export const poison = 'not a message';

/** Runs the drill under the resilient policy. `runtime` is the operator's, on the real clock. */
export async function runDeployedStorm(
  outputs: StackOutputs,
  nodeCount: number,
): Promise<StormOutcome> {
  const startedMs = Date.now();
  const runtime = operatorRuntime(outputs, { nowMs: () => Date.now(), sleep, random: () => 0.5 });
  const planned = planRun(drill, {
    runId: `drill-${startedMs}`,
    seed: 2007,
    policy: policies.resilient,
    nodeCount,
    shiftMs: startedMs + headStartMs,
  });
  await seedRun(runtime, planned);
  await sendPoison(outputs);
  const executionArn = await startStorm(runtime, planned.settings.runId);
  const { status, report } = await waitForEnd(runtime, executionArn);
  const { runId, cells } = planned.settings;
  return {
    status,
    report,
    network: await readNetwork(runtime, runId, cells),
    checkedAtMs: Date.now(),
    deadLetters: await countDeadLetters(outputs),
    quarantined: await readQuarantine(outputs),
    stormSeconds: (Date.now() - startedMs) / 1000,
  };
}

async function sendPoison({ LoginQueueUrl }: StackOutputs): Promise<void> {
  const command = new SendMessageCommand({ QueueUrl: LoginQueueUrl, MessageBody: poison });
  await new SQSClient({}).send(command);
}

async function waitForEnd(runtime: Runtime, executionArn: string) {
  const client = new SFNClient({});
  for (const endMs = runtime.nowMs() + stormLimitMs; runtime.nowMs() < endMs; ) {
    await runtime.sleep(2_000);
    const {
      status = 'UNKNOWN',
      output,
      error,
      cause,
    } = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (status === 'RUNNING') continue;
    return { status, report: output ? JSON.parse(output) : { error, cause } };
  }
  return { status: 'RUNNING', report: { error: `not over after ${stormLimitMs / 1000} s` } };
}

async function readNetwork(
  runtime: Runtime,
  runId: string,
  cells: readonly string[],
): Promise<NetworkScan> {
  const table = openTable(runtime);
  const scans = await Promise.all(
    cells.map(async (cell) => ({
      nodes: await loadNodes(table, { runId, cell }),
      supernodes: await loadSupernodes(table, { runId, cell }, { consistent: true }),
    })),
  );
  return {
    nodes: scans.flatMap(({ nodes }) => nodes),
    supernodes: scans.flatMap(({ supernodes }) => supernodes),
  };
}

async function countDeadLetters(outputs: StackOutputs): Promise<Record<string, number>> {
  const client = new SQSClient({});
  const names = Object.keys(outputs).filter((name) => name.endsWith('DeadLettersUrl'));
  if (names.length === 0) throw new Error('expected the stack to name its dead-letter queues');
  const counts = names.map(async (name) => {
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({
        QueueUrl: outputs[name],
        AttributeNames: ['ApproximateNumberOfMessages'],
      }),
    );
    return [name, Number(Attributes?.ApproximateNumberOfMessages)] as const;
  });
  return Object.fromEntries(await Promise.all(counts));
}

async function readQuarantine({ QuarantineQueueUrl }: StackOutputs): Promise<string[]> {
  const { Messages } = await new SQSClient({}).send(
    new ReceiveMessageCommand({
      QueueUrl: QuarantineQueueUrl,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 2,
    }),
  );
  return (Messages ?? []).map(({ Body }) => Body ?? '');
}

function sleep(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
