import type { Command } from 'commander';
import { type CiOptions, withCiOptions } from '../ci/ci-options.ts';
import { formatOption, type OutputFormat } from '../format-option.ts';
import type { Threshold } from '../thresholds/read-threshold.ts';
import { failIfComparedOption } from '../thresholds/threshold-option.ts';

/** The options of the command `compare`, checked. */
export interface CompareRunsOptions extends CiOptions {
  /** Two or more run folders, or `result.json` files in them. */
  readonly runs: readonly string[];
  readonly format: OutputFormat;
  readonly failIf: readonly Threshold[];
}

/** Adds the command `compare`, which calls `onCompare` with checked options. */
export function addCompareRunsCommand(
  program: Command,
  onCompare: (options: CompareRunsOptions) => Promise<void>,
): void {
  const compare = program
    .command('compare')
    .description('two or more runs side by side: verdicts, counts, meters, different settings')
    .argument('<runs...>', 'run folders, such as runs/latest, or result.json files')
    .addOption(formatOption())
    .option('--json', 'the same as --format json', false)
    .addOption(failIfComparedOption())
    .addHelpText('after', help);
  withCiOptions(compare).action(
    (runs: string[], { json, ...options }: RawCompareOptions, command: Command) => {
      if (runs.length < 2) command.error('error: it takes two runs at least; this is one.');
      return onCompare({ runs, ...options, format: json ? 'json' : options.format });
    },
  );
}

interface RawCompareOptions extends Omit<CompareRunsOptions, 'runs'> {
  readonly json: boolean;
}

const help = `
Differences and ratios are to the first run. A policy is compared with the one of the same name;
where every run has a single policy, with that one. --format markdown is for a pull request. Every
run but the first is held to --fail-if; .ratio is to the first run.

Exit codes: 0 compared, 1 a threshold was crossed, 2 one could not be measured, 64 usage,
  or something is not a run folder, 70 an internal error, 74 the output cannot be written`;
