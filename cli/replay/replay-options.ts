import type { Command } from 'commander';

/** The options of the command `replay`, checked. */
export interface ReplayOptions {
  /** A run folder, or the `manifest.json` in one. */
  readonly run: string;
  /**
   * The folder of the new run; undefined: a temporary folder, which is kept if the results differ.
   */
  readonly out?: string;
}

/** Adds the command `replay`, which calls `onReplay` with checked options. */
export function addReplayCommand(
  program: Command,
  onReplay: (options: ReplayOptions) => Promise<void>,
): void {
  program
    .command('replay')
    .description("a run's own command again, and whether its results are the same byte for byte")
    .argument('<run>', 'a run folder, such as runs/latest, or its manifest.json')
    .option('--out <folder>', 'where the new run goes (default: a temporary folder)')
    .addHelpText('after', help)
    .action((run: string, { out }: { out?: string }) => onReplay({ run, ...(out && { out }) }));
}

const help = `
Compared are result.json and series.csv. Files of your own that the command names are taken from the
run's folder, so the folder may have come from elsewhere. Then it is as with any program: a policy
is code, and it is run. Where commit or version is another one, it says so: then a difference is no
surprise.

Exit codes: 0 the same bytes, 1 not so, 64 usage, or not a run folder, 70 an internal error,
74 the new run cannot be written`;
