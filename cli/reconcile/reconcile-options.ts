import type { Command } from 'commander';

/** The options of the command `reconcile`, checked. */
export interface ReconcileOptions {
  /** The files of one bill. */
  readonly bill: readonly string[];
  /** A run's folder, or a file in it. */
  readonly run: string;
  /** The policy whose bill is compared. Undefined if the run has only one. */
  readonly policy: string | undefined;
  readonly json: boolean;
}

/** Adds the command `reconcile`, which calls `onReconcile` with checked options. */
export function addReconcileCommand(
  program: Command,
  onReconcile: (options: ReconcileOptions) => Promise<void>,
): void {
  program
    .command('reconcile')
    .description('compares a bill that AWS exported with the bill of a run, line by line')
    .requiredOption(
      '--bill <files...>',
      'exports: FOCUS 1.0, FOCUS 1.2 or CUR 2.0, .csv or .csv.gz',
    )
    .requiredOption('--run <folder>', 'the run to compare with, such as runs/latest')
    .option('--policy <name>', 'whose bill, if the run has several policies')
    .option('--json', 'print the comparison as JSON on standard output', false)
    .addHelpText('after', help)
    .action(({ bill, run, policy, json }: RawOptions) => onReconcile({ bill, run, policy, json }));
}

type RawOptions = { bill: string[]; run: string; policy?: string; json: boolean };

const help = `
Every row counts, so export only the stack's rows, of the days that the run stands for. Rows are
grouped by rate code. AWS may still change rows younger than 48 hours, so their lines are marked. A
row that cannot be read is named by its line, and left out.

Exit codes: 0 compared, 1 some rows could not be read, 64 usage, or a file is no bill or no run,
  70 an internal error`;
