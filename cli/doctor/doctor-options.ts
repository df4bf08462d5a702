import type { Command } from 'commander';
import { stackNameOption } from '../stack/stack-name-option.ts';
import { type TargetOptions, targetHelp, withTarget } from '../stack/target-options.ts';

/** The options of the command `doctor`, checked. */
export interface DoctorOptions extends TargetOptions {
  /** The name of the stack to look for. */
  readonly stack: string;
  readonly json: boolean;
}

/** Adds the command `doctor`, which calls `onDoctor` with checked options. */
export function addDoctorCommand(
  program: Command,
  onDoctor: (options: DoctorOptions) => Promise<void>,
): void {
  const command = program
    .command('doctor')
    .description('what a storm on a deployed stack needs: what is there, and what mends the rest')
    .addOption(stackNameOption());
  withTarget(command)
    .option('--json', 'print the findings as JSON on standard output', false)
    .addHelpText('after', help)
    .action((options: DoctorOptions) => onDoctor(options));
}

const help = `
It looks at Node and the CDK, at what answers at AWS_ENDPOINT_URL and what that engine is known not
to do, and asks the account for its id, the version of cdk bootstrap, the concurrency of Lambda and
the stack. It changes nothing, and all that it asks is free.
${targetHelp}

Exit codes: 0 a storm can be run, 64 usage, 69 a storm would fail, 70 an internal error,
  74 the output cannot be written, 77 AWS was not confirmed`;
