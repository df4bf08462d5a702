import type { Command } from 'commander';

/** The options of the command `policy`, checked. */
export type PolicyOptions =
  | { readonly action: 'list'; readonly json: boolean }
  | {
      readonly action: 'new';
      /** Where the file goes; nothing may be there. */
      readonly path: string;
    };

/** Adds the command `policy`, which calls `onPolicy` with checked options. */
export function addPolicyCommand(
  program: Command,
  onPolicy: (options: PolicyOptions) => Promise<void>,
): void {
  const policy = program
    .command('policy')
    .description('the policies that ship, and a start for one of your own');
  policy
    .command('list')
    .description('what each policy and hypothesis does, in a sentence')
    .option('--json', 'print the list as JSON on standard output', false)
    .action(({ json }: { json: boolean }) => onPolicy({ action: 'list', json }));
  policy
    .command('new')
    .description('writes a policy with comments, which runs as it is')
    .argument('<file>', 'such as mine.ts, or mine.mjs below Node 24')
    .action((path: string) => onPolicy({ action: 'new', path }))
    .addHelpText('after', help);
}

const help = `
Exit codes: 0 written, 64 the file is there already or has another ending, 74 it cannot be written`;
