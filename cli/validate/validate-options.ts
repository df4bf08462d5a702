import type { Command } from 'commander';
import { seedNumber } from '../option-values.ts';

/** The options of the command `validate`, checked. */
export interface ValidateOptions {
  readonly quick: boolean;
  readonly seed: number;
  readonly json: boolean;
}

/** Adds the command `validate`, which calls `onValidate` with checked options. */
export function addValidateCommand(
  program: Command,
  onValidate: (options: ValidateOptions) => Promise<void>,
): void {
  program
    .command('validate')
    .description(
      'known results beside our own: the queueing simulator, the retry and the placement rules; ' +
        'apart, rows that run the network twin',
    )
    .option('--quick', 'runs of a twelfth of the length, and tolerances to match', false)
    .option('--seed <number>', 'the same seed gives the same table', seedNumber, 2007)
    .option('--json', 'print the table as JSON on standard output', false)
    .addHelpText('after', help)
    .action((options: ValidateOptions) => onValidate(options));
}

const help = `
The first part of the table validates the queueing simulator, the retry and the placement rules.
It does not run the network twin. The rows of the second part do: its wheel, its event source
mappings and their pollers, its log-in service and its placement, each set to a case that theory
knows. Whether the twin does what the handlers do is what "rebootstorm verify" is for.

Each row has a tolerance that follows from its own runs: 4.59 standard errors of 20 of them, or
what rounding allows where nothing is left to chance. About one seed in seventy fails by chance.
docs/validation.md explains each row and where its value comes from.

Exit codes: 0 every row holds, 1 some differ, 64 usage, 70 an internal error,
  74 the output cannot be written`;
