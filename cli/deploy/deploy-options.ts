import { type Command, InvalidArgumentError, Option } from 'commander';
import { contextPrefix } from '#domain/stack/stack-configuration.ts';
import { stackNameOption } from '../stack/stack-name-option.ts';
import { type TargetOptions, targetHelp, withTarget } from '../stack/target-options.ts';

/** The options of the command `deploy`, checked. */
export interface DeployOptions extends TargetOptions {
  /** The name that the stack gets. */
  readonly stack: string;
  /** For the CDK, as they were written: `rebootstorm:memoryMb=512`. */
  readonly context: readonly string[];
  /** What `cdk synth` has made before; undefined: the stack is synthesised. */
  readonly app?: string;
}

/** Adds the command `deploy`, which calls `onDeploy` with checked options. */
export function addDeployCommand(
  program: Command,
  onDeploy: (options: DeployOptions) => Promise<void>,
): void {
  const command = program
    .command('deploy')
    .description('synthesise the stack, and deploy it by the CDK')
    .addOption(stackNameOption())
    .addOption(
      new Option('-c, --context <rebootstorm:name=value>', 'a setting of the stack; repeatable')
        .argParser(addContext)
        .default([], 'none'),
    )
    .option('--app <folder>', 'deploy what cdk synth has made there');
  withTarget(command)
    .addHelpText('after', help)
    .action(async (options: DeployOptions, called: Command) => {
      if (options.app !== undefined && options.context.length > 0)
        called.error('error: --context is for a stack that is synthesised; --app names one.');
      await onDeploy(options);
    });
}

const help = `
It needs a checkout, with the CDK that npm ci installs, and an account where cdk bootstrap has been
run once. The settings are those of docs/costs.md. The CDK may make roles and policies of the stack
without a further question. What it prints is shown.
${targetHelp}

Examples:
  $ npx rebootstorm deploy
  $ npx rebootstorm deploy --stack ours -c rebootstorm:memoryMb=512
  $ npx rebootstorm deploy --target aws
  $ npx rebootstorm deploy --target aws --yes --max-cost 0.05

Exit codes: 0 deployed, 1 the CDK could not deploy it, 64 usage, 69 no CDK here, or no engine there,
  70 an internal error, 77 refused: not on this machine, or not confirmed`;

function addContext(text: string, before: readonly string[]): string[] {
  const [name = '', value] = text.split('=');
  if (!name.startsWith(contextPrefix) || !value)
    throw new InvalidArgumentError(
      `It takes ${contextPrefix}name=value, such as ${contextPrefix}memoryMb=512.`,
    );
  if (name === `${contextPrefix}stack`)
    throw new InvalidArgumentError('The stack is named by --stack.');
  if (before.some((one) => one.startsWith(`${name}=`)))
    throw new InvalidArgumentError(`${name} is set twice.`);
  return [...before, text];
}
