// The options of `lab`: where the page is served, and what it opens at.
import type { Command } from 'commander';
import { addressOf } from '#lab/inputs/address.ts';
import { inputsOfRun } from '#lab/inputs/inputs-of-run.ts';
import type { PolicySource } from '#runner/policy-choice.ts';
import { usualScale } from '#runner/twin/twin-order.ts';
import { type Amount, amount, portNumber, seedNumber } from '../option-values.ts';
import { policyOption } from '../policy-option.ts';
import { priceChoice, type RawPriceOptions, withPrices } from '../price-options.ts';
import { concurrencyOption } from '../run/run-options.ts';
import { setOption, withSetOption } from '../run/set-option.ts';
import { augustArgument, loadScenario, type ScenarioSource } from '../scenario-argument.ts';
import type { FieldSetting } from '../scenario-file/set-fields.ts';
import { usualLabPort } from './usual-lab-port.ts';

/** The options of the command `lab`, checked. */
export interface LabOptions {
  /** 0: any free one. Undefined: the usual one, or any free one where that is taken. */
  readonly port: number | undefined;
  /** Whether a browser is opened. */
  readonly open: boolean;
  /** What stands after `#` in the address. */
  readonly hash: string;
}

interface RawLabOptions extends RawPriceOptions {
  readonly port?: number;
  readonly open?: boolean;
  readonly nodes?: Amount;
  readonly policy?: readonly PolicySource[];
  readonly seed: number;
  readonly accountConcurrency: number;
  readonly set: readonly FieldSetting[];
}

/** Adds the command `lab`, which calls `onLab` with checked options. */
export function addLabCommand(
  program: Command,
  onLab: (options: LabOptions) => Promise<void>,
): void {
  const lab = program
    .command('lab')
    .description('a page that runs the twin in your browser, served on this machine')
    .addArgument(augustArgument())
    .option(
      '--port <number>',
      `on 127.0.0.1; 0 takes any free one (default: ${usualLabPort}, if it is free)`,
      portNumber,
    )
    .option('--open', 'open it in a browser')
    .option('--nodes <count>', 'how many nodes, such as 2000 or 80k', amount)
    .addOption(policyOption())
    .addOption(setOption())
    .option('--seed <number>', 'the same seed gives the same run', seedNumber, 2007)
    .addOption(concurrencyOption())
    .addHelpText('after', help);
  withPrices(lab).action(async (source: ScenarioSource, raw: RawLabOptions) => {
    const { scenario: loaded } = await loadScenario(source, lab);
    const scenario = withSetOption(loaded, usualScale(loaded), raw.set, lab);
    if (raw.prices?.input !== undefined)
      return lab.error('error: the lab has the prices of the regions that ship, and no file.');
    const found = inputsOfRun({
      scenario,
      policies: (raw.policy ?? []).map(({ name }) => name),
      nodes: raw.nodes?.count,
      seed: raw.seed,
      concurrency: raw.accountConcurrency,
      region: priceChoice(raw).book.region,
    });
    if (found.kind === 'refused')
      return lab.error(`error: the lab cannot open at this: ${found.reasons.join(' ')}`);
    const { port, open = false } = raw;
    return onLab({ port, open, hash: `#${addressOf(found.inputs)}` });
  });
}

const help = `
It takes the options of the command that the page shows ("Command"), and opens at the same inputs.
It serves until Ctrl-C or the line quit. Nothing leaves this machine.

Examples:
  $ npx rebootstorm lab
  $ npx rebootstorm lab drill --open
  $ npx rebootstorm lab august-2007 --nodes 2000 --seed 7 --policy ghost-slots,resilient
  $ npx rebootstorm lab --set timings.leaseMs=1h --port 8080

Exit codes: 0 ended by quit, 64 usage, 70 an internal error, 75 the port is taken,
  130 Ctrl-C, 143 SIGTERM`;
