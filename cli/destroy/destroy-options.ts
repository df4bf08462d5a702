import type { Command } from 'commander';
import { stackNameOption } from '../stack/stack-name-option.ts';
import { type TargetOptions, targetHelp, withTarget } from '../stack/target-options.ts';

/** The options of the command `destroy`, checked. */
export interface DestroyOptions extends TargetOptions {
  /** The name of the deployed stack. */
  readonly stack: string;
  /** Delete nothing: only ask what is there. */
  readonly onlyCheck: boolean;
  readonly json: boolean;
}

/** Adds the command `destroy`, which calls `onDestroy` with checked options. */
export function addDestroyCommand(
  program: Command,
  onDestroy: (options: DestroyOptions) => Promise<void>,
): void {
  withTarget(
    program
      .command('destroy')
      .description('delete a deployed stack, and prove that each service has nothing left of it')
      .addOption(stackNameOption())
      .option('--only-check', 'delete nothing; show what is there', false),
  )
    .option('--json', 'print what is left as JSON on standard output', false)
    .addHelpText('after', help)
    .action((options: DestroyOptions) => onDestroy(options));
}

const help = `
It deletes the stack by CloudFormation. An engine is not asked about, as a run can be repeated
from its seed.
A stack of that name that is not one of this project is left alone. Then it asks each service
itself for queues, tables, functions, event source mappings, state machines, log groups, secrets
(those too that are scheduled for deletion), alarms and dashboards, and a minute later once more:
a late line makes a log group again. What is left is listed, with what it costs a month while
nobody uses it. What cdk bootstrap made (the stack CDKToolkit) is shared, and stays.
${targetHelp} Here you type the
stack's name.

Exit codes: 0 nothing is left, 1 something is, 2 a service refused to tell, 64 usage, 69 no engine
  there, or the stack is not ours, 70 an internal error, 74 the output cannot be written,
  77 refused: not on this machine, or not confirmed`;
