// The commands `doctor`, `storm`, `check`, `stop`, `redrive` and `destroy` as a user runs them on a
// deployed stack, with a message that no consumer can read on its way, and one among the dead.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { keepOnLoopback } from '#adapters/loopback.ts';
import type { StackOutputs } from '#adapters/stack/stack-outputs.ts';
import type { CheckedRun } from '#runner/deployed/check-stack.ts';
import type { Deletion } from '#runner/deployed/delete-stack.ts';
import type { DeployedStorm } from '#runner/deployed/deployed-storm.ts';
import type { Examination } from '#runner/deployed/examine.ts';
import type { Leftovers } from '#runner/deployed/leftovers.ts';
import type { SeenMeters } from '#runner/deployed/meter-stack.ts';
import type { QueueRedrive } from '#runner/deployed/redrive-queue.ts';
import type { MessagesUnderWay, StoppedRun } from '#runner/deployed/stop-runs.ts';
import type { RunningEngine } from '../engines/engine.ts';
import { functionNode } from '../engines/function-node.ts';
import { ENGINE_REGION } from '../engines/loopback-environment.ts';

/** What a storm left behind. */
export interface StormOutcome {
  readonly exitCode: number;
  /** As `--json` says it. */
  readonly storm: DeployedStorm & SeenMeters;
  /** What `check --json` finds once the storm is over. */
  readonly checked: Said<{ readonly runs: readonly CheckedRun[] }>;
  /** What `redrive --json` makes of one unprocessable message. */
  readonly redriven: Said<{ readonly queues: readonly QueueRedrive[] }>;
  /** A storm that would cost more than its cap, and one that somebody stops. */
  readonly capped: Said<DeployedStorm>;
  readonly halted: Said<DeployedStorm>;
  /** What `stop --json` says once both are over and their messages are gone. */
  readonly drained: Said<Stopping>;
  /** What was quarantined, with the reasons. */
  readonly quarantined: readonly string[];
  /** What `doctor` finds before the storm. */
  readonly examined: Said<{ readonly canStorm: boolean } & Examination>;
  /** What `destroy --only-check` finds before, and `destroy` after, the stack's deletion. */
  readonly standing: Said<Destroyed>;
  readonly destroyed: Said<Destroyed>;
}

/** What `destroy --json` says. */
export type Destroyed = Leftovers & { readonly deletion: Deletion | null };

/** What `stop --json` says. */
export interface Stopping {
  readonly runs: readonly StoppedRun[];
  readonly messagesLeft: MessagesUnderWay;
}

/** What a command answered. */
export interface Said<Answer> {
  readonly exitCode: number;
  readonly answer: Answer;
}

/** A drill of two waves twenty seconds apart is over in less; a hung command is ended. */
const commandLimitMs = 600_000;

/** A message that no consumer can read, to see that it is quarantined and harms nobody. */
export const poison = 'not a message';

/**
 * Sends the poison, runs a storm and reads what is in quarantine.
 * @throws Error the command said nothing that could be read; the message carries its errors
 */
export async function runDeployedStorm(
  engine: RunningEngine,
  { LoginQueueUrl, LoginDeadLettersUrl, QuarantineQueueUrl }: StackOutputs,
  nodeCount: number,
): Promise<StormOutcome> {
  const client = new SQSClient({
    endpoint: engine.endpoint,
    region: ENGINE_REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  keepOnLoopback(client);
  await client.send(new SendMessageCommand({ QueueUrl: LoginQueueUrl, MessageBody: poison }));
  const examined = await runCommand<StormOutcome['examined']['answer']>(engine, ['doctor']);
  const nodes = ['--nodes', String(nodeCount)];
  const storm = await runCommand<StormOutcome['storm']>(engine, ['storm', ...nodes]);
  const checked = await runCommand<StormOutcome['checked']['answer']>(engine, ['check']);
  const flood = ['storm', '--policy', 'legacy-2007', '--nodes', String(floodNodes)];
  const capped = await runCommand<DeployedStorm>(engine, [...flood, '--max-cost', cappedUsd]);
  const halted = await haltedStorm(engine, flood);
  const drained = await runCommand<Stopping>(engine, ['stop', '--all']);
  await client.send(new SendMessageCommand({ QueueUrl: LoginDeadLettersUrl, MessageBody: poison }));
  const redriven = await runCommand<StormOutcome['redriven']['answer']>(engine, ['redrive']);
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: QuarantineQueueUrl,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 2,
    }),
  );
  client.destroy();
  const quarantined = Messages.map(({ Body = '' }) => Body);
  const standing = await runCommand<Destroyed>(engine, ['destroy', '--only-check']);
  const destroyed = await runCommand<Destroyed>(engine, ['destroy']);
  const { exitCode, answer } = storm;
  const stops = { capped, halted, drained };
  const seen = { checked, redriven, quarantined, examined, standing, destroyed };
  return { exitCode, storm: answer, ...stops, ...seen };
}

/** A flood that is dear enough for its cap, and small enough for a shared machine. */
const floodNodes = 120;
const cappedUsd = '0.004';

/** Starts a storm, and stops it as soon as there is one to stop. */
async function haltedStorm(
  engine: RunningEngine,
  storm: readonly string[],
): Promise<Said<DeployedStorm>> {
  let isOver = false;
  const outcome = runCommand<DeployedStorm>(engine, storm).finally(() => {
    isOver = true;
  });
  for (let stopped = 0; stopped === 0 && !isOver; ) {
    const { answer } = await runCommand<Stopping>(engine, ['stop', '--all', '--no-wait']);
    stopped = answer.runs.length;
  }
  return outcome;
}

/**
 * Runs one command on an engine, with `--json`.
 * @throws Error it said nothing that could be read; the message carries its errors
 */
export function runCommand<Answer>(
  { environment }: RunningEngine,
  words: readonly string[],
  limitMs: number = commandLimitMs,
): Promise<Said<Answer>> {
  const project = process.cwd();
  return new Promise((resolve, reject) => {
    const child = execFile(
      functionNode(project),
      [join('cli', 'main.ts'), ...words, '--json'],
      { cwd: project, env: environment, timeout: limitMs, killSignal: 'SIGKILL' },
      (_error, stdout, stderr) => {
        const end = child.exitCode ?? child.signalCode;
        if (typeof end === 'number' && stdout.startsWith('{'))
          resolve({ exitCode: end, answer: JSON.parse(stdout) });
        else reject(new Error(`rebootstorm ${words[0]} ended with ${end}, no result:\n${stderr}`));
      },
    );
  });
}
