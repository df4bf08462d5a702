// `rebootstorm deploy`: synthesises the stack, and deploys it by the CDK to an engine or to AWS.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { AwsConnection } from '#adapters/aws-connection.ts';
import type { LoopbackConnection } from '#adapters/loopback-connection.ts';
import type { OperatorConnection } from '#adapters/operator-connection.ts';
import { plainLine } from '#domain/plain-text.ts';
import { contextPrefix } from '#domain/stack/stack-configuration.ts';
import { type Cdk, cdkOf, proxiesOf, templateIn } from '#runner/deployed/cdk.ts';
import { boundOf } from '#runner/deployed/cost-bound.ts';
import { deployHindrance } from '#runner/deployed/examine.ts';
import { stackUpkeep } from '#runner/deployed/stack-upkeep.ts';
import { WrongInputError } from '#runner/wrong-input-error.ts';
import { exitCodes } from '../exit-codes.ts';
import type { CommandEnvironment } from '../stack/command-environment.ts';
import { operateTarget } from '../stack/operate-stack.ts';
import { stackFlag } from '../stack/stack-name-option.ts';
import { destinationOf } from '../stack/target-options.ts';
import type { DeployOptions } from './deploy-options.ts';

/** The assembly has no such stack. */
class NoSuchStackError extends WrongInputError {
  override readonly name = 'NoSuchStackError';
}

/** The CDK could not synthesise the stack, and has said why. */
class NotSynthesisedError extends WrongInputError {
  override readonly name = 'NotSynthesisedError';
}

/**
 * Deploys the stack, with the CDK's own output.
 * @param root the folder with `package.json`
 * @returns the exit code
 */
export async function deployCommand(
  options: DeployOptions,
  environment: CommandEnvironment,
  root: string,
): Promise<number> {
  const { stack, prices } = options;
  const { env, stderr } = environment;
  const cdk = cdkOf(root, env);
  if (cdk === undefined) {
    stderr.write(`error: ${noCdk}\n`);
    return exitCodes.unreachable;
  }
  const assembly = openAssembly(cdk, options, (words) => stderr.write(`${plainLine(words)}\n`));
  const errand = {
    what: 'deploy it',
    stack,
    confirmedBy: 'account',
    prices,
    bound: async () => {
      await assembly.template();
      return boundOf({ S3: assetsUsdMax }, {}, [assetsReason]);
    },
    upkeep: async (book) => stackUpkeep(await assembly.template(), book),
  } as const satisfies Parameters<typeof destinationOf>[1];
  try {
    return await operateTarget(destinationOf(options, errand), environment, async (connection) => {
      // Bundling takes half a minute, and the CDK's words for these are hard to understand.
      const hindrance =
        connection.target === 'engine'
          ? await deployHindrance(connection as LoopbackConnection, stack)
          : undefined;
      if (hindrance !== undefined) {
        stderr.write(`error: ${plainLine(hindrance)}\n`);
        return exitCodes.unreachable;
      }
      await assembly.template();
      stderr.write(`deploying: stack ${plainLine(stack)} to ${plainLine(connection.place)}\n`);
      const exitCode = await cdk.deploy(
        assembly.folder,
        stack,
        await placeAndKeys(connection, env),
      );
      if (exitCode !== 0) {
        stderr.write(`✗ not deployed: the CDK ended with ${exitCode}; its words stand above\n`);
        return exitCodes.notAsExpected;
      }
      stderr.write(`✓ deployed: stack ${plainLine(stack)} at ${plainLine(connection.place)}\n`);
      stderr.write(`  to storm it: ${stormWords(stack, connection)}\n`);
      return exitCodes.asExpected;
    });
  } finally {
    assembly.remove();
  }
}

function stormWords(stack: string, { target }: OperatorConnection): string {
  return `npx rebootstorm storm${stackFlag(stack)}${target === 'aws' ? ' --target aws' : ''}`;
}

const noCdk =
  'deploy needs the CDK and the sources of the stack, which a release does not have; clone the ' +
  'repository, and call npm ci and npx rebootstorm deploy there';

/**
 * A dozen files of half a megabyte. S3 takes $0.005 for 1,000 puts and $0.023 for a GB and month
 * ("Amazon S3 pricing", us-east-1, November 2026), so a cent is a hundred times as much.
 */
const assetsUsdMax = 0.01;
const assetsReason =
  'the code of the functions in the bucket of cdk bootstrap; CloudFormation itself is free';

interface Assembly {
  readonly folder: string;
  /** The stack's template; it is synthesised at the first call. */
  template(): Promise<unknown>;
  remove(): void;
}

function openAssembly(cdk: Cdk, options: DeployOptions, say: (words: string) => void): Assembly {
  const { app, stack, context } = options;
  const folder =
    app === undefined ? mkdtempSync(join(tmpdir(), 'rebootstorm-deploy-')) : resolve(app);
  const make = async () => {
    if (app === undefined) {
      say(`synthesising: stack ${stack}`);
      const named = [`${contextPrefix}stack=${stack}`, ...context];
      const words = named.flatMap((one) => ['--context', one]);
      if ((await cdk.synthesise(folder, words)) !== 0)
        throw new NotSynthesisedError('the stack was not synthesised; nothing was sent');
    }
    const template = templateIn(folder, stack);
    if (template === undefined)
      throw new NoSuchStackError(`${app ?? folder} has no stack ${stack}; nothing was sent`);
    return template;
  };
  let template: Promise<unknown> | undefined;
  return {
    folder,
    template: () => {
      template ??= make();
      return template;
    },
    remove: () => {
      if (app === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** All that the CDK gets to know of AWS: the one place and the keys that were checked for it. */
async function placeAndKeys(
  connection: OperatorConnection,
  env: NodeJS.ProcessEnv,
): Promise<NodeJS.ProcessEnv> {
  const { region, target } = connection;
  const keys =
    target === 'aws'
      ? await (connection as AwsConnection).keys()
      : (connection as LoopbackConnection).at.credentials;
  return {
    ...(target === 'engine' ? { AWS_ENDPOINT_URL: connection.place } : proxiesOf(env)),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    ...(keys.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: keys.sessionToken }),
  };
}
