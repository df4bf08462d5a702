import { type Command, InvalidArgumentError, Option } from 'commander';
import { lambdaQuotas } from '#domain/quotas/lambda-quotas.ts';
import type { StackConfiguration } from '#domain/stack/stack-configuration.ts';
import type { FaultChoice } from '#runner/compare-policies.ts';
import type { Pace } from '#runner/endpoint/pacer.ts';
import { faultChoice, faultsOption } from '../fault-option.ts';
import { countUpTo, portNumber, seedNumber } from '../option-values.ts';
import { checkedConfiguration, settingOption } from '../setting-option.ts';
import { stackNameOption } from '../stack/stack-name-option.ts';

/** The options of the command `local`, checked. */
export interface LocalOptions {
  /** 0: any free one. */
  readonly port: number;
  readonly pace: Pace;
  readonly faults: FaultChoice;
  readonly seed: number;
  readonly accountConcurrency: number;
  readonly stack: string;
  readonly configuration: StackConfiguration;
  /** The file of somebody else's template. */
  readonly template: string | undefined;
  /** The file that says where the code of its functions is. */
  readonly code: string | undefined;
}

interface RawLocalOptions extends Omit<LocalOptions, 'pace' | 'configuration'> {
  readonly speed: Pace;
  readonly setting: Parameters<typeof checkedConfiguration>[0];
}

/** The port that engines of this kind usually have. */
const usualPort = 4566;

/** Invocations at a time of somebody else's functions: as in a new account. */
const ownConcurrency = 10;

/** A year in less than a minute; no machine is as fast. */
export const speedMax = 1_000_000;

/** Adds the command `local`, which calls `onLocal` with checked options. */
export function addLocalCommand(
  program: Command,
  onLocal: (options: LocalOptions) => Promise<void>,
): void {
  const local = program
    .command('local')
    .description('the embedded cloud behind one HTTP endpoint, for the aws command and any SDK')
    .option('--port <number>', 'on 127.0.0.1; 0 takes any free one', portNumber, usualPort)
    .addOption(
      new Option('--speed <times>', 'how fast time passes; 0: not at all; or waiting')
        .argParser(typedPace)
        .default(1),
    )
    .addOption(faultsOption(faultChoice('default')))
    .option('--seed <number>', 'of faults and latencies', seedNumber, 2007)
    .option(
      '--account-concurrency <count>',
      'invocations at a time that the account allows: 10 in a new one',
      countUpTo(1_000_000, 'invocations'),
      lambdaQuotas.accountConcurrency.value,
    )
    .addOption(stackNameOption())
    .addOption(settingOption())
    .option('--template <file>', "somebody else's synthesised template, in place of this stack")
    .option('--code <file>', 'its functions by logical id, as {"Id": "src/a.js#handler"}')
    .addHelpText('after', help);
  local.action(({ speed, setting, ...others }: RawLocalOptions) => {
    const { template, code, accountConcurrency } = others;
    if (code !== undefined && template === undefined)
      local.error('error: --code is for --template: this stack has its code.');
    if (template !== undefined && Object.keys(setting).length > 0)
      local.error('error: --setting is for this stack, and --template names another.');
    const isLimited = local.getOptionValueSource('accountConcurrency') === 'cli';
    const isOwn = template !== undefined && !isLimited;
    return onLocal({
      ...others,
      template,
      code,
      // Each invocation at a time is a thread.
      accountConcurrency: isOwn ? ownConcurrency : accountConcurrency,
      pace: speed,
      configuration: checkedConfiguration(setting, local),
    });
  });
}

/** A pace as people type it. @throws {InvalidArgumentError} */
export function typedPace(text: string): Pace {
  if (text === 'waiting') return 'waiting';
  const speed = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (speed <= speedMax) return speed;
  const most = speedMax.toLocaleString('en-US');
  throw new InvalidArgumentError(`It takes a number from 0 to ${most}, or waiting.`);
}

const help = `
It runs until Ctrl-C or the line quit. Lines on its terminal, or on standard input, turn its clock:
  pause, resume, speed 60, step 1m, jump 2h, now, queues, help, quit
With --speed waiting, time passes as fast as can be while a call waits, so no test waits for a long
poll. Nothing is kept, nothing leaves this machine, and no web page may call it.

Examples:
  $ npx rebootstorm local
  $ npx rebootstorm local --port 0 --speed 600 --faults none
  $ npx rebootstorm local --template cdk.out/Orders.template.json --stack Orders
  $ echo 'jump 2h' | npx rebootstorm local --port 4567

Exit codes: 0 ended by quit, 64 usage, 70 an internal error, 75 the port is taken,
  130 Ctrl-C, 143 SIGTERM`;
