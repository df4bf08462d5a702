import { type Command, Option } from 'commander';
import {
  type QueueName,
  queueLimits,
  redriveMessagesMax,
  redrivePerSecond,
  redrivePerSecondMax,
} from '#domain/limits.ts';
import { countUpTo, oneOf } from '../option-values.ts';
import { runName } from '../stack/run-name.ts';
import { stackNameOption } from '../stack/stack-name-option.ts';
import { type TargetOptions, targetHelp, withTarget } from '../stack/target-options.ts';

/** The options of the command `redrive`, checked. */
export interface RedriveOptions extends TargetOptions {
  /** Only messages of this run; undefined: of every run. */
  readonly run?: string | undefined;
  readonly queue: readonly QueueName[];
  /** How many messages are sent back in a second, at most. */
  readonly rate: number;
  /** How many messages are sent back in all, at most. */
  readonly limit: number;
  readonly dryRun: boolean;
  /** The name of the deployed stack. */
  readonly stack: string;
  readonly json: boolean;
}

const queueNames = Object.keys(queueLimits) as QueueName[];

/** Adds the command `redrive`, which calls `onRedrive` with checked options. */
export function addRedriveCommand(
  program: Command,
  onRedrive: (options: RedriveOptions) => Promise<void>,
): void {
  const queuesMax = queueNames.length;
  withTarget(
    program
      .command('redrive')
      .description('sends dead-lettered messages of a deployed stack back to their queues')
      .argument('[run]', 'the run whose messages are meant (default: every run)', runName)
      .addOption(
        new Option('--queue <names>', `one or more of: ${queueNames.join(', ')}`)
          .argParser(knownQueues)
          .default(queueNames, 'all'),
      )
      .option(
        '--rate <count>',
        'messages sent back in a second',
        countUpTo(redrivePerSecondMax, 'messages'),
        redrivePerSecond,
      )
      .addOption(
        new Option('--limit <count>', 'messages sent back in all')
          .argParser(countUpTo(redriveMessagesMax * queuesMax, 'messages'))
          .default(redriveMessagesMax * queuesMax, 'all'),
      )
      .option('--dry-run', 'say what would go back and what stays, and change nothing', false)
      .addOption(stackNameOption()),
  )
    .option('--json', 'print the outcome as JSON on standard output', false)
    .addHelpText('after', help)
    .action((run: string | undefined, options: Omit<RedriveOptions, 'run'>) =>
      onRedrive({ ...options, run }),
    );
}

const help = `
Each dead-lettered message is judged once, as its consumer would. Those that can succeed are sent
back, and deleted here only then: if anything fails between, there are two, which does no harm.
Unprocessable ones stay, with the reason: unreadable, of a run that is over or unknown, or void by
now. Messages in quarantine are unprocessable by definition and are not read. With a run's name,
messages that name another one, or none, stay unjudged.
${targetHelp}

Exit codes: 0 all sent back or none there, 1 some stay or are hidden, 64 usage or no such run,
  69 no engine or no stack there, 70 an internal error, 74 the output cannot be written,
  77 refused: not on this machine, or not confirmed`;

function knownQueues(text: string, before: readonly QueueName[]): QueueName[] {
  const named = text.split(',').map((name) => oneOf('queue', name.trim(), queueNames));
  return [...new Set(before === queueNames ? named : [...before, ...named])];
}
