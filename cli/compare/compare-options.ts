import type { Command } from 'commander';
import { formatOption, type OutputFormat } from '../format-option.ts';

/** The options of the command `compare`, checked. */
export interface CompareRunsOptions {
  /** Two or more run folders, or `result.json` files in them. */
  readonly runs: readonly string[];
  readonly format: OutputFormat;
}

/** Adds the command `compare`, which calls `onCompare` with checked options. */
export function addCompareRunsCommand(
  program: Command,
  onCompare: (options: CompareRunsOptions) => Promise<void>,
): void {
  program
    .command('compare')
    .description('two or more runs side by side: verdicts, counts, meters, different settings')
    .argument('<runs...>', 'run folders, such as runs/latest, or result.json files')
    .addOption(formatOption())
    .option('--json', 'the same as --format json', false)
    .addHelpText('after', help)
    .action((runs: string[], { json, format }: RawCompareOptions, command: Command) => {
      if (runs.length < 2) command.error('error: it takes two runs at least; this is one.');
      return onCompare({ runs, format: json ? 'json' : format });
    });
}

interface RawCompareOptions {
  readonly json: boolean;
  readonly format: OutputFormat;
}

const help = `
Differences and ratios are to the first run. A policy is compared with the one of the same name;
where every run has a single policy, with that one. --format markdown is for a pull request.

Exit codes: 0 compared, 64 usage, or something is not a run folder, 70 an internal error`;
