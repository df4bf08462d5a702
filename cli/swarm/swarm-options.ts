import type { Command } from 'commander';
import {
  type RawSeedOptions,
  type SeedRange,
  seedRange,
  withFromOption,
  withSeedOptions,
} from '../seed-options.ts';

/** The options of the command `swarm`, checked. */
export interface SwarmOptions {
  /** A single seed is reported in full. */
  readonly seeds: SeedRange;
  readonly json: boolean;
}

interface RawSwarmOptions extends RawSeedOptions {
  readonly json: boolean;
}

/** `countMax` takes a night. A user who wants more can run another swarm on another machine. */
const seedDefaults = { first: 1, count: 1_000, countMax: 1_000_000 };

/** Adds the command `swarm`, which calls `onSwarm` with checked options. */
export function addSwarmCommand(
  program: Command,
  onSwarm: (options: SwarmOptions) => Promise<void>,
): void {
  const swarm = program
    .command('swarm')
    .description(
      'small networks with faults, each drawn from a seed and checked against every invariant',
    );
  withFromOption(withSeedOptions(swarm, seedDefaults))
    .option('--json', 'print the outcome as JSON on standard output', false)
    .addHelpText('after', help)
    .action(({ json, ...raw }: RawSwarmOptions, command: Command) => {
      refuseSeedWithoutCount(raw, command);
      return onSwarm({ seeds: seedRange(raw, command), json });
    });
}

const help = `
Everything of a run follows from its seed: network, policy, storm, faults, and who interferes. A
seed fails if an invariant is violated, if the cloud or the state machine fails, or if a network
that could heal does not. A seed that failed is replayed, with all that was drawn and the history
of what it happened to, by: npx rebootstorm swarm --seed <number> --seeds 1

Exit codes: 0 every seed is green, 1 one failed, 64 usage, 70 an internal error`;

/**
 * Until the release after 0.1, `--seed` alone is refused with a question. It meant one single seed
 * here, and now means the first of many.
 */
function refuseSeedWithoutCount({ seed }: RawSeedOptions, command: Command): void {
  const isGiven = (option: string) => command.getOptionValueSource(option) === 'cli';
  if (!isGiven('seed') || isGiven('seeds')) return;
  command.error(
    `error: --seed is the first of --seeds now. For this one alone: --seed ${seed} --seeds 1; ` +
      `for those that follow, too: --seed ${seed} --seeds ${seedDefaults.count}.`,
  );
}
