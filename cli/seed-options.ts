// The seeds of a command that runs several: `--seed` is the first, `--seeds` how many.
import { type Command, Option } from 'commander';
import { countUpTo, seedMax, seedNumber } from './option-values.ts';

/** Seeds one after the other. */
export interface SeedRange {
  readonly first: number;
  readonly count: number;
}

/** The defaults, and how many seeds a command takes at most. */
export interface SeedDefaults extends SeedRange {
  readonly countMax: number;
}

/** The options as commander returns them. */
export interface RawSeedOptions {
  readonly seed: number;
  readonly seeds: number;
  /** The old name of `--seed` in some commands. It is understood until the release after 0.1. */
  readonly from?: number;
}

/** Adds the options that say which seeds. */
export function withSeedOptions(
  command: Command,
  { first, count, countMax }: SeedDefaults,
): Command {
  return command
    .option('--seed <number>', 'the first seed', seedNumber, first)
    .option('--seeds <count>', 'how many seeds', countUpTo(countMax, 'seeds'), count);
}

/** Adds `--from`, the old name of `--seed` in a command. */
export function withFromOption(command: Command): Command {
  return command.addOption(
    new Option('--from <seed>').argParser(seedNumber).conflicts('seed').hideHelp(),
  );
}

/**
 * The range of seeds that the options mean. @throws {CommanderError} where the last one would be
 * too large
 */
export function seedRange({ seed, seeds, from }: RawSeedOptions, command: Command): SeedRange {
  if (from !== undefined) {
    const note = `note: --from is called --seed now; say --seed ${from}. This release takes both.`;
    command.configureOutput().writeErr?.(`${note}\n`);
  }
  const first = from ?? seed;
  const last = first + seeds - 1;
  if (last > seedMax)
    command.error(
      `error: the last seed would be ${last}; the largest is ${seedMax}. Begin earlier, or with ` +
        `fewer: --seed ${seedMax - seeds + 1}, or --seeds ${seedMax - first + 1}.`,
    );
  return { first, count: seeds };
}

/** The seeds one by one. */
export function seedsOf({ first, count }: SeedRange): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}
