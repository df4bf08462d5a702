import type { Command } from 'commander';

/** The words of the command `compare`, checked. */
export interface CompareRunsOptions {
  /** Run folders, or `result.json` files of theirs; two or more. */
  readonly runs: readonly string[];
  readonly json: boolean;
}

/** Adds the command `compare`, which calls `onCompare` with checked options. */
export function addCompareRunsCommand(
  program: Command,
  onCompare: (options: CompareRunsOptions) => Promise<void>,
): void {
  program
    .command('compare')
    .description('two or more runs side by side: verdicts, counts, meters, what was set otherwise')
    .argument('<runs...>', 'run folders, such as runs/latest, or result.json files')
    .option('--json', 'print the comparison as JSON on standard output', false)
    .addHelpText('after', help)
    .action((runs: string[], { json }: { json: boolean }, command: Command) => {
      if (runs.length < 2) command.error('error: it takes two runs at least; this is one.');
      return onCompare({ runs, json });
    });
}

const help = `
Differences and ratios are to the first run. A policy is compared with the one of the same name;
where every run has a single policy, with that one.

Exit codes: 0 compared, 64 usage, or something is no run, 70 a bug of ours`;
