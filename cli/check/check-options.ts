import type { Command } from 'commander';
import { runName } from '../stack/run-name.ts';
import { stackNameOption } from '../stack/stack-name-option.ts';
import { type TargetOptions, targetHelp, withTarget } from '../stack/target-options.ts';

/** The options of the command `check`, checked. */
export interface CheckOptions extends TargetOptions {
  /** The run to check; undefined: every run in the table. */
  readonly run?: string;
  /** The name of the deployed stack. */
  readonly stack: string;
  readonly json: boolean;
}

/** Adds the command `check`, which calls `onCheck` with checked options. */
export function addCheckCommand(
  program: Command,
  onCheck: (options: CheckOptions) => Promise<void>,
): void {
  const check = program.command('check');
  withTarget(
    check
      .description('every invariant on a deployed stack, by two scans of its table and its queues')
      .argument('[run]', 'the run to check (default: every run in the table)', runName)
      .option('--run <id>', 'the same', runName)
      .addOption(stackNameOption()),
  )
    .option('--json', 'print the verdicts as JSON on standard output', false)
    .addHelpText('after', help)
    .action((named: string | undefined, options: CheckOptions) => {
      if (named !== undefined && options.run !== undefined)
        check.error(`error: the run was named twice: '${named}' and --run ${options.run}.`);
      return onCheck(named === undefined ? options : { ...options, run: named });
    });
}

const help = `
It reads every item of a run twice, some seconds apart and at a limited rate, which costs read
units; without a run's name it reads the whole table once more to find the runs. It changes nothing:
messages that are read are given back. While a storm goes on, counts move between two reads;
what cannot be said because of that, or because only a history would say, is unknown, with the
reason. Of a run that ended, first comes how and when, as its row keeps it.
${targetHelp}

Exit codes: 0 every invariant holds, or the run healed and none is violated now, 1 one is violated,
  or the run ended otherwise, 2 some are unknown, 64 usage or no such run, 69 no engine or no stack
  there, 70 an internal error, 74 the output cannot be written,
  77 refused: not on this machine, or not confirmed`;
