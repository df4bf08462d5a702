import { type Command, InvalidArgumentError, Option } from 'commander';
import { seedMax, seedNumber, wholeNumber } from '../option-values.ts';

/** The words of the command `swarm`, checked. */
export interface SwarmOptions {
  /** How many seeds are run. */
  readonly seeds: number;
  /** The first of them; the others follow it. */
  readonly from: number;
  /** One seed alone, told in full; undefined: a swarm. */
  readonly seed?: number;
  readonly json: boolean;
}

/** A night's work; whoever wants more starts another swarm elsewhere. */
const seedsMax = 1_000_000;

/** Adds the command `swarm`, which calls `onSwarm` with checked options. */
export function addSwarmCommand(
  program: Command,
  onSwarm: (options: SwarmOptions) => Promise<void>,
): void {
  program
    .command('swarm')
    .description(
      'small networks, each drawn from a seed, in clouds that fail, held to every promise',
    )
    .option('--seeds <count>', 'how many seeds', seedCount, 1_000)
    .option('--from <seed>', 'the first of them', seedNumber, 1)
    .addOption(
      new Option('--seed <number>', 'one seed alone, told in full')
        .argParser(seedNumber)
        .conflicts(['seeds', 'from']),
    )
    .option('--json', 'print the outcome as JSON on standard output', false)
    .addHelpText('after', help)
    .action((options: SwarmOptions, command: Command) => {
      refuseSeedsTooLarge(command, options);
      return onSwarm(options);
    });
}

const help = `
Everything of a run follows from its seed: network, policy, storm, faults, and who interferes. A
seed fails if an invariant is broken, if the cloud or the state machine fails, or if a network that
could heal does not. A seed that failed is replayed, with all that was drawn and the history of what
it happened to, by: npx rebootstorm swarm --seed <number>

Exit codes: 0 every seed is green, 1 one failed, 64 usage, 70 a bug of ours`;

/** A seed that fails must be one that `--seed` takes, or nobody could replay it. */
function refuseSeedsTooLarge(command: Command, { seeds, from }: SwarmOptions): void {
  const last = from + seeds - 1;
  if (last <= seedMax) return;
  command.error(
    `error: the last of ${seeds} seeds from ${from} would be ${last}, and the largest seed is ` +
      `${seedMax}. Begin earlier, or with fewer: --from ${seedMax - seeds + 1}, or --seeds ` +
      `${seedMax - from + 1}.`,
  );
}

function seedCount(text: string): number {
  const count = wholeNumber(text);
  if (count >= 1 && count <= seedsMax) return count;
  throw new InvalidArgumentError(`A swarm has 1 to ${seedsMax.toLocaleString('en-US')} seeds.`);
}
