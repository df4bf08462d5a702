import type { Command } from 'commander';

/** The options of the command `init`. */
export interface InitOptions {
  /** Where the project goes. It is made, or it is empty. */
  readonly folder: string;
  /** A packed release that the project installs; null: the version from npm's registry. */
  readonly packageFile: string | null;
}

/** Adds the command `init`, which calls `onInit` with its options. */
export function addInitCommand(
  program: Command,
  onInit: (options: InitOptions) => Promise<void>,
): void {
  program
    .command('init')
    .description('writes a small project: a policy, a scenario, a test, a CI file')
    .argument('[folder]', 'where to; it is made, or it is empty', '.')
    .option('--package <file>', 'a packed release, copied into the project: no registry is asked')
    .addHelpText('after', help)
    .action((folder: string, words: { package?: string }) =>
      onInit({ folder, packageFile: words.package ?? null }),
    );
}

const help = `
Afterwards, in the folder: npm install, npm test, npm start. It runs on Node 20 to 24.

Exit codes: 0 written, 64 the folder is not empty or cannot be made, or --package is no file`;
