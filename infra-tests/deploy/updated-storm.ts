// A storm on a deployed stack, of which another version is deployed between the storm's two waves.
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  type FunctionConfiguration,
  LambdaClient,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import { everyPage } from '#adapters/inventory/found.ts';
import { type LoopbackConnection, loopbackConnection } from '#adapters/loopback-connection.ts';
import { wallClock } from '#adapters/operator-clock.ts';
import { operatorRuntime } from '#adapters/operator-runtime.ts';
import type { StackOutputs } from '#adapters/stack/stack-outputs.ts';
import { policies } from '#domain/policies.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import { type DeployedStorm, runDeployedStorm } from '#runner/deployed/deployed-storm.ts';
import { drill } from '#scenarios/drill.ts';
import type { RunningEngine } from '../engines/engine.ts';
import { secondVersionLine } from './second-version.ts';

/** How a storm went through an update. */
export interface UpdatedStorm {
  readonly storm: DeployedStorm;
  /** How many functions the stack has, and how many of them have other code than before. */
  readonly functionCount: number;
  readonly replacedCount: number;
  /** Whether the storm was under way when the update began, and when it had ended. */
  readonly isInMidStorm: boolean;
  readonly updateSeconds: number;
  /** The functions that were started anew, by the line that their second version writes. */
  readonly startedAnew: readonly string[];
}

/** The drill, with enough time between its waves for an update. */
export const slowDrill: Scenario = {
  ...drill,
  storm: {
    ...drill.storm,
    nights: drill.storm.nights.map((night, index) => ({
      ...night,
      threeAmUtcMs: night.threeAmUtcMs + index * 30_000,
    })),
  },
};

/**
 * Runs a storm, and lets `update` deploy another version once the first wave is felt.
 * @param update returns the seconds that it took
 */
export async function runUpdatedStorm(
  engine: RunningEngine,
  outputs: StackOutputs,
  nodes: number,
  update: () => Promise<number>,
): Promise<UpdatedStorm> {
  const connection = loopbackConnection(engine.environment);
  const runtime = operatorRuntime(outputs, { ...wallClock, random: () => 0.5, connection });
  const before = await codeHashes(connection);
  let updating: Promise<number> | undefined;
  let isOver = false;
  let isInMidStorm = false;
  const storm = await runDeployedStorm(
    runtime,
    outputs,
    {
      runId: `update-${Date.now()}`,
      scenario: slowDrill,
      policy: policies.resilient,
      seed: 2007,
      nodes,
    },
    {
      seeding: () => {},
      starting: () => {},
      started: () => {},
      observed: ({ onlineShare }) => {
        if (onlineShare === 1) return;
        updating ??= update().then((seconds) => {
          isInMidStorm = !isOver;
          return seconds;
        });
        // It is awaited once the storm is over.
        updating.catch(() => {});
      },
    },
  );
  isOver = true;
  const updateSeconds = (await updating) ?? Number.NaN;
  const after = await codeHashes(connection);
  const replaced = [...after].filter(([name, hash]) => before.get(name) !== hash);
  return {
    storm,
    functionCount: after.size,
    replacedCount: replaced.length,
    isInMidStorm,
    updateSeconds,
    startedAnew: await startedAnew(connection, [...after.keys()]),
  };
}

/** The hash of each function's code, by the function's name. */
async function codeHashes(connection: LoopbackConnection): Promise<Map<string, string>> {
  const client = connection.connect(new LambdaClient(connection.clientConfig));
  const functions = await everyPage<FunctionConfiguration>(async (Marker) => {
    const page = await client.send(new ListFunctionsCommand({ Marker }));
    return { items: page.Functions ?? [], next: page.NextMarker };
  });
  client.destroy();
  return new Map(
    functions.map(({ FunctionName = '', CodeSha256 = '' }) => [FunctionName, CodeSha256]),
  );
}

/** The functions in whose log the second version has said that it starts. */
async function startedAnew(
  connection: LoopbackConnection,
  functionNames: readonly string[],
): Promise<string[]> {
  const client = connection.connect(new CloudWatchLogsClient(connection.clientConfig));
  const started: string[] = [];
  for (const name of functionNames) {
    const logGroupName = `/aws/lambda/${name}`;
    const events = await everyPage(async (nextToken) => {
      const page = await client.send(new FilterLogEventsCommand({ logGroupName, nextToken }));
      return { items: page.events ?? [], next: page.nextToken };
    });
    if (events.some(({ message = '' }) => message.includes(secondVersionLine))) started.push(name);
  }
  client.destroy();
  return started;
}
