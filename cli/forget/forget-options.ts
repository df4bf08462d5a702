import type { Command } from 'commander';
import { runName } from '../stack/run-name.ts';
import { stackNameOption } from '../stack/stack-name-option.ts';
import { type TargetOptions, targetHelp, withTarget } from '../stack/target-options.ts';

/** The options of the command `forget`, checked. */
export interface ForgetOptions extends TargetOptions {
  /** The run to forget. */
  readonly run: string;
  /** The name of the deployed stack. */
  readonly stack: string;
  readonly json: boolean;
}

/** Adds the command `forget`, which calls `onForget` with checked options. */
export function addForgetCommand(
  program: Command,
  onForget: (options: ForgetOptions) => Promise<void>,
): void {
  withTarget(
    program
      .command('forget')
      .description('deletes what a deployed stack keeps of a run that is over')
      .argument('<run>', 'the name of the run', runName)
      .addOption(stackNameOption()),
  )
    .option('--json', 'print what was deleted as JSON on standard output', false)
    .addHelpText('after', help)
    .action((run: string, options: Omit<ForgetOptions, 'run'>) => onForget({ ...options, run }));
}

const help = `
Its rows in the table are deleted, 50 items a second, and its messages in the dead-letter queues
and in quarantine. It waits until no message of the run can be under way, at most 20 minutes after
its end; Ctrl-C ends that, and the same command again goes on where it was cut off. A run that goes
on is refused: stop it first. Its execution and its log lines stay, as long as Step Functions and
the log groups keep theirs.

Example:
  $ npx rebootstorm forget drill-1795400000000
${targetHelp}

Exit codes: 0 it is forgotten, 1 some dead letters could not be read, and may be of the run,
  64 usage, no such run or one that goes on, 69 no engine or no stack there, 70 an internal error,
  74 the output cannot be written, 77 refused: not on this machine, or not confirmed`;
