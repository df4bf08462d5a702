import type { Command } from 'commander';
import { runName } from '../stack/run-name.ts';
import { stackNameOption } from '../stack/stack-name-option.ts';
import { type TargetOptions, targetHelp, withTarget } from '../stack/target-options.ts';

/** The options of the command `stop`, checked. */
export interface StopOptions extends TargetOptions {
  /** The run to stop; undefined: the one that goes on, or all with `all`. */
  readonly run: string | undefined;
  readonly all: boolean;
  /** Whether to wait until the queues are empty. */
  readonly wait: boolean;
  /** The name of the deployed stack. */
  readonly stack: string;
  readonly json: boolean;
}

/** Adds the command `stop`, which calls `onStop` with checked options. */
export function addStopCommand(
  program: Command,
  onStop: (options: StopOptions) => Promise<void>,
): void {
  const stop = program.command('stop');
  stop
    .description('ends a run on a deployed stack, and waits until its messages are gone')
    .argument('[run]', 'the name of the run (default: the only one that goes on)', runName)
    .option('--all', 'every run that goes on', false)
    .option('--no-wait', 'do not wait until the queues are empty')
    .addOption(stackNameOption());
  withTarget(stop)
    .option('--json', 'print what was stopped and what is left as JSON', false)
    .addHelpText('after', help)
    .action((run: string | undefined, options: Omit<StopOptions, 'run'>) => {
      if (run !== undefined && options.all)
        stop.error(`error: --all stops every run, and '${run}' is one: name it, or say --all.`);
      return onStop({ ...options, run });
    });
}

const help = `
The run's row in the table says that it was stopped. Each function reads that row once a minute, so
within a minute all drop the run's messages; one that SQS delays comes up to 15 minutes later. The
run's execution ends at once, and the run's verdict is "stopped: by hand". Ctrl-C ends the waiting
alone. Without a run's name the table is scanned for those that go on, which costs read units.

Examples:
  $ npx rebootstorm stop drill-1795400000000
  $ npx rebootstorm stop --all --no-wait
${targetHelp}

Exit codes: 0 stopped, or nothing to stop, and no message is left, 1 messages are left,
  64 usage or no such run, 69 no engine or no stack there, 70 an internal error,
  74 the output cannot be written, 77 refused: not on this machine, or not confirmed`;
