// `rebootstorm swarm`: runs many small networks, each drawn from a seed, and checks every
// invariant.
import { availableParallelism } from 'node:os';
import { drawSwarmCase } from '#runner/swarm/drawing/draw-swarm-case.ts';
import { runSwarm } from '#runner/swarm/run-swarm.ts';
import { runSwarmCase } from '#runner/swarm/run-swarm-case.ts';
import type { SwarmOutcome } from '#runner/swarm/swarm-outcome.ts';
import { sumUp } from '#runner/swarm/swarm-sums.ts';
import { exitCodes } from '../exit-codes.ts';
import {
  formatCase,
  formatFailure,
  formatOutcome,
  formatReplay,
  formatSum,
} from './format-swarm.ts';
import type { SwarmOptions } from './swarm-options.ts';

/** What a swarm needs. */
export interface SwarmEnvironment extends Pick<NodeJS.Process, 'stdout' | 'stderr'> {
  readonly template: Record<string, unknown>;
  /** The thread's code; null: everything runs in this thread. */
  readonly workerPath: string | null;
}

/** How often progress is printed. */
const progressEverySeeds = 50;

/** Runs a swarm, or one seed of it. @returns the exit code */
export function swarmCommand(
  options: SwarmOptions,
  environment: SwarmEnvironment,
): Promise<number> {
  const { count } = options.seeds;
  return count === 1 ? runOne(options, environment) : runMany(options, environment);
}

/** Prints what was drawn before the run, so that it is known even if the run never ends. */
async function runOne(
  { seeds, json }: SwarmOptions,
  { template, stdout, stderr }: SwarmEnvironment,
): Promise<number> {
  const drawn = drawSwarmCase(seeds.first);
  (json ? stderr : stdout).write(`${formatCase(drawn)}\n`);
  const outcome = await runSwarmCase(drawn, template);
  if (json) stdout.write(`${JSON.stringify(outcome, null, 2)}\n`);
  else if (outcome.failures.length > 0) stdout.write(`${formatFailure(outcome)}\n`);
  if (!json) stdout.write(`${formatOutcome(outcome)}\n`);
  return exitCodeOf([outcome]);
}

async function runMany(
  { seeds: { first, count }, json }: SwarmOptions,
  { template, workerPath, stdout, stderr }: SwarmEnvironment,
): Promise<number> {
  const startedMs = performance.now();
  const outcomes: SwarmOutcome[] = [];
  stderr.write(`swarming: seeds ${first} to ${first + count - 1}\n`);
  await runSwarm({
    firstSeed: first,
    seedCount: count,
    template,
    workerPath,
    threads: availableParallelism(),
    onOutcome: (outcome) => {
      outcomes.push(outcome);
      if (outcome.failures.length > 0) stderr.write(`${formatReplay(outcome)}\n`);
      if (outcomes.length % progressEverySeeds === 0)
        stderr.write(`${outcomes.length} of ${count} seeds\n`);
    },
  });
  const sums = sumUp(outcomes);
  const seconds = (performance.now() - startedMs) / 1000;
  const failed = outcomes
    .filter(({ failures }) => failures.length > 0)
    .sort((a, b) => a.seed - b.seed);
  stdout.write(
    json
      ? `${JSON.stringify({ schemaVersion: 1, ...sums, seconds, failed }, null, 2)}\n`
      : `${[...failed.map(formatReplay), formatSum(sums, seconds)].join('\n')}\n`,
  );
  return exitCodeOf(outcomes);
}

function exitCodeOf(outcomes: readonly SwarmOutcome[]): number {
  const isGreen = outcomes.every(({ failures }) => failures.length === 0);
  return isGreen ? exitCodes.asExpected : exitCodes.notAsExpected;
}
