// What "unmodified `cdk deploy`" means here: the CDK's own commands, pointed at a running engine.

import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { keepOnLoopback } from '#adapters/loopback.ts';
import { mustRun } from './bounded-command.ts';
import { EngineError, type RunningEngine } from './engine.ts';
import { functionNode } from './function-node.ts';
import { ENGINE_ACCOUNT, ENGINE_REGION } from './loopback-environment.ts';

/** What to deploy, where to, and how long each of the CDK's commands may take. */
export interface Deployment {
  /** The project's root: where the CDK is installed and where `.engines/` is. */
  readonly projectDirectory: string;
  /** The synthesised app, e.g. `cdk.out`; a relative path starts at the project's root. */
  readonly app: string;
  readonly engine: RunningEngine;
  readonly stackName: string;
  readonly limitSeconds: number;
}

/** A deployed stack: what it says about itself, and how long it took. */
export interface DeployedStack {
  readonly outputs: Readonly<Record<string, string>>;
  readonly bootstrapSeconds: number;
  readonly deploySeconds: number;
  /** The full output of both commands. */
  readonly logFile: string;
}

/** How a synthesis went. */
export interface Synthesis {
  readonly isDone: boolean;
  /** What the CDK said on standard error. */
  readonly said: string;
  readonly seconds: number;
}

/** Makes the assembly in `cdk.out`, as `npx cdk synth` does. */
export function synthesise(projectDirectory: string): Synthesis {
  const startedMs = performance.now();
  const cdk = join(projectDirectory, 'node_modules', 'aws-cdk', 'bin', 'cdk');
  const { status, stderr } = spawnSync(
    functionNode(projectDirectory),
    [cdk, 'synth', '--quiet', '--no-notices'],
    { cwd: projectDirectory, encoding: 'utf8', timeout: SYNTH_LIMIT_MS },
  );
  return { isDone: status === 0, said: stderr, seconds: (performance.now() - startedMs) / 1000 };
}

/**
 * Bootstraps the engine's account and deploys one stack of a synthesised app to it.
 * @throws {CommandFailedError} a command failed, or was ended at its limit
 * @throws {EngineError} the CDK was content but the stack is not there
 */
export async function deployStack(deployment: Deployment): Promise<DeployedStack> {
  const { app, stackName } = deployment;
  const logFile = logFileOf(deployment, 'deploy');
  const account = `aws://${ENGINE_ACCOUNT}/${ENGINE_REGION}`;
  const bootstrapSeconds = await cdk(deployment, logFile, ['bootstrap', account, '--app', app]);
  const deploySeconds = await cdkDeploy(deployment, logFile);
  const outputs = await outputsOf(deployment.engine, stackName);
  return { outputs, bootstrapSeconds, deploySeconds, logFile };
}

/**
 * Deploys another version of a stack that `deployStack` made; returns the seconds it took.
 * @throws {CommandFailedError} the CDK failed, or was ended at its limit
 */
export function updateStack(deployment: Deployment): Promise<number> {
  return cdkDeploy(deployment, logFileOf(deployment, 'update'));
}

function cdkDeploy(deployment: Deployment, logFile: string): Promise<number> {
  const { app, stackName } = deployment;
  const unasked = ['--require-approval', 'never', '--progress', 'events'];
  return cdk(deployment, logFile, ['deploy', stackName, '--app', app, ...unasked]);
}

/**
 * Deletes a stack that `deployStack` made; returns the seconds it took.
 * @throws {CommandFailedError} the CDK failed, or was ended at its limit
 */
export async function destroyStack(deployment: Deployment): Promise<number> {
  const { app, stackName } = deployment;
  const logFile = logFileOf(deployment, 'destroy');
  return cdk(deployment, logFile, ['destroy', stackName, '--app', app, '--force']);
}

function cdk(deployment: Deployment, logFile: string, args: readonly string[]): Promise<number> {
  const { projectDirectory, engine, limitSeconds } = deployment;
  return mustRun(
    `cdk ${args[0]} on ${engine.name}`,
    {
      command: functionNode(projectDirectory),
      args: [
        join(projectDirectory, 'node_modules', 'aws-cdk', 'bin', 'cdk'),
        ...args,
        '--no-notices',
        '--no-color',
        '--ci',
      ],
      directory: projectDirectory,
      environment: {
        ...engine.environment,
        // The CDK remembers accounts by access key, in its home: ours must not get into the user's.
        CDK_HOME: join(projectDirectory, '.engines', 'cdk-home'),
        CDK_DISABLE_VERSION_CHECK: '1',
        CDK_DISABLE_CLI_TELEMETRY: 'true',
      },
      logFile,
    },
    limitSeconds,
  );
}

// The CDK's own --outputs-file was once empty after a good deploy to LocalStack, so ask the engine.
async function outputsOf(
  engine: RunningEngine,
  stackName: string,
): Promise<Readonly<Record<string, string>>> {
  const cloudFormation = new CloudFormationClient({
    endpoint: engine.endpoint,
    region: ENGINE_REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  keepOnLoopback(cloudFormation);
  try {
    const described = await cloudFormation.send(
      new DescribeStacksCommand({ StackName: stackName }),
      { abortSignal: AbortSignal.timeout(DESCRIBE_LIMIT_MS) },
    );
    const stack = described.Stacks?.[0];
    if (stack === undefined || !DEPLOYED.has(stack.StackStatus ?? '')) {
      throw new EngineError(
        `${engine.name}: stack ${stackName} is ${stack?.StackStatus ?? 'missing'} after a ` +
          `successful cdk deploy; the engine's log ends:\n${engine.logTail()}`,
      );
    }
    return Object.fromEntries(
      (stack.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
    );
  } finally {
    cloudFormation.destroy();
  }
}

function logFileOf({ projectDirectory, engine, stackName }: Deployment, what: string): string {
  const name = `${engine.name}-${stackName}-${what}.log`.toLowerCase();
  const logFile = join(projectDirectory, '.engines', 'logs', name);
  mkdirSync(dirname(logFile), { recursive: true });
  rmSync(logFile, { force: true });
  return logFile;
}

const DEPLOYED = new Set(['CREATE_COMPLETE', 'UPDATE_COMPLETE']);
const DESCRIBE_LIMIT_MS = 20_000;
const SYNTH_LIMIT_MS = 240_000;
