// The command `rebootstorm storm` as a user runs it on a deployed stack, with a message that no
// consumer can read on its way at the same time.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { keepOnLoopback } from '#adapters/loopback.ts';
import type { StackOutputs } from '#adapters/stack-outputs.ts';
import type { DeployedStorm } from '#cli/deployed-storm.ts';
import type { RunningEngine } from './engines/engine.ts';
import { functionNode } from './engines/function-node.ts';
import { ENGINE_REGION } from './engines/loopback-environment.ts';

/** What a storm left behind. */
export interface StormOutcome {
  readonly exitCode: number;
  /** As `--json` tells it. */
  readonly storm: DeployedStorm;
  /** What was put aside, with the reasons. */
  readonly quarantined: readonly string[];
}

/** A drill of two waves twenty seconds apart is over in less; a hung command is ended. */
const stormLimitMs = 300_000;

/** A message that no consumer can read, to see that it is put aside and harms nobody. */
export const poison = 'not a message';

/**
 * Sends the poison, runs a storm and reads what is in quarantine.
 * @throws Error the command said nothing that could be read; the message carries its errors
 */
export async function runDeployedStorm(
  engine: RunningEngine,
  { LoginQueueUrl, QuarantineQueueUrl }: StackOutputs,
  nodeCount: number,
): Promise<StormOutcome> {
  const client = new SQSClient({
    endpoint: engine.endpoint,
    region: ENGINE_REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  keepOnLoopback(client);
  await client.send(new SendMessageCommand({ QueueUrl: LoginQueueUrl, MessageBody: poison }));
  const outcome = await runStormCommand(engine, nodeCount);
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: QuarantineQueueUrl,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 2,
    }),
  );
  client.destroy();
  return { ...outcome, quarantined: Messages.map(({ Body = '' }) => Body) };
}

function runStormCommand(
  { environment }: RunningEngine,
  nodeCount: number,
): Promise<Omit<StormOutcome, 'quarantined'>> {
  const project = process.cwd();
  const words = [join('cli', 'main.ts'), 'storm', '--json', '--nodes', String(nodeCount)];
  return new Promise((resolve, reject) => {
    const child = execFile(
      functionNode(project),
      words,
      { cwd: project, env: environment, timeout: stormLimitMs, killSignal: 'SIGKILL' },
      (_error, stdout, stderr) => {
        const end = child.exitCode ?? child.signalCode;
        if (typeof end === 'number' && stdout.startsWith('{'))
          resolve({ exitCode: end, storm: JSON.parse(stdout) });
        else reject(new Error(`rebootstorm storm ended with ${end} and no result:\n${stderr}`));
      },
    );
  });
}
