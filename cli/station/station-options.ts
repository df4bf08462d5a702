import type { Command } from 'commander';
import { seedNumber } from '../option-values.ts';

/** The options of the command `station`, checked. */
export interface StationOptions {
  /** The file that describes the station. */
  readonly path: string;
  /** Replaces the seed of the file. */
  readonly seed?: number;
  readonly json: boolean;
}

/** Adds the command `station`, which calls `onStation` with checked options. */
export function addStationCommand(
  program: Command,
  onStation: (options: StationOptions) => Promise<void>,
): void {
  program
    .command('station')
    .description("one service with its clients, as a file describes them, on the twin's engine")
    .argument('<file>', 'such as scenarios/stations/one-retry.json')
    .option('--seed <number>', "in place of the file's own", seedNumber)
    .option('--json', 'print the station and what happened as JSON on standard output', false)
    .addHelpText('after', help)
    .action((path: string, options: Omit<StationOptions, 'path'>) =>
      onStation({ ...options, path }),
    );
}

const help = `
Exit codes: 0 as the file expects, 1 not so, 64 usage, or it is no station, 70 an internal error,
  74 the output cannot be written`;
