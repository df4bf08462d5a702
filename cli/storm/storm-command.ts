// `rebootstorm storm`: runs a storm on a deployed stack.
import { plainLine } from '#domain/plain-text.ts';
import { runDeployedStorm } from '#runner/deployed/deployed-storm.ts';
import { meterStack } from '#runner/deployed/meter-stack.ts';
import type { OperatedStack } from '#runner/deployed/operated-stack.ts';
import { boundOfStorm } from '#runner/deployed/storm-bound.ts';
import { formatCount } from '#runner/sentences/human-numbers.ts';
import { exitCodes } from '../exit-codes.ts';
import { costCapOf } from '../max-cost-option.ts';
import { bookAt } from '../stack/book-at.ts';
import type { CommandEnvironment } from '../stack/command-environment.ts';
import { operateStack } from '../stack/operate-stack.ts';
import { stackFlag } from '../stack/stack-name-option.ts';
import { destinationOf } from '../stack/target-options.ts';
import { createStormProgress, formatStorm } from './format-deployed-storm.ts';
import type { StormOptions } from './storm-options.ts';

/**
 * The environment of the command. A user may cut the command off; the storm then goes on at the
 * engine.
 */
export type StormEnvironment = CommandEnvironment & Pick<NodeJS.Process, 'prependListener' | 'off'>;

/**
 * Runs a storm on a deployed stack and prints how it went. It prints the run's name at once, and
 * again if the command is cut off: the storm goes on without it.
 * @returns the exit code
 */
export async function stormCommand(
  options: StormOptions,
  environment: StormEnvironment,
): Promise<number> {
  const { env, stdout, stderr } = environment;
  const { scenario, policy, seed, nodes, stack } = options;
  const runId = `${scenario.name}-${Date.now()}`;
  let stage: 'preparing' | 'seeding' | 'started' = 'preparing';
  const standing = () => formatStanding(stage, runId, stack);
  const sayStanding = () => {
    if (standing() !== '') stderr.write(`\n${standing()}\n`);
  };
  environment.prependListener('SIGINT', sayStanding);
  const destination = destinationOf(options, {
    what: `storm it with ${scenario.name}, ${nodes} nodes, ${policy.name}, seed ${seed}`,
    stack,
    confirmedBy: 'account',
    prices: options.prices,
    bound: (book) => boundOfStorm({ scenario, policy, seed, nodes }, book),
  });
  const operate = async ({ runtime, outputs, place, region, clock }: OperatedStack) => {
    const clockSpeed = clock.speed();
    if (clockSpeed > clockSpeedMax) {
      stderr.write(`error: ${tooFast(clockSpeed, place)}\n`);
      return exitCodes.unreachable;
    }
    const progress = createStormProgress({
      stream: stderr,
      isLive: stderr.isTTY === true && env.TERM !== 'dumb',
      what: `run ${runId}, ${nodes} nodes, ${policy.name}, stack ${stack} at ${place}`,
      clockSpeed,
    });
    stage = 'seeding';
    const fromMs = runtime.nowMs();
    const storm = await runDeployedStorm(
      runtime,
      outputs,
      {
        scenario,
        policy: policy.policy,
        seed,
        nodes,
        runId,
        costCap: capIn(region, options),
        clockSpeed,
      },
      {
        started: () => {
          stage = 'started';
        },
        observed: progress.observed,
      },
    );
    progress.done();
    const seen = await meterStack(runtime, stack, { fromMs, toMs: runtime.nowMs() });
    const order = { scenario: scenario.name, policy: policy.name, seed, nodes, stack };
    stdout.write(
      options.json
        ? `${JSON.stringify({ schemaVersion: 1, ...order, ...storm, ...seen }, null, 2)}\n`
        : formatStorm(storm, seen),
    );
    return storm.isHealed ? exitCodes.asExpected : exitCodes.notAsExpected;
  };
  try {
    return await operateStack(stack, destination, environment, operate, standing);
  } finally {
    environment.off('SIGINT', sayStanding);
  }
}

/** By a clock that goes faster, leases run out while the network is still being stored. */
const clockSpeedMax = 600;

function tooFast(clockSpeed: number, place: string): string {
  return (
    `the clock at ${plainLine(place)} goes ${formatCount(clockSpeed)} times as fast as the wall ` +
    `clock, and a storm can be started up to ${clockSpeedMax}; type speed 60 where rebootstorm ` +
    'local runs'
  );
}

/** On AWS a run is held against the prices of its region. */
function capIn(region: string, { target, maxCost, prices, costCap }: StormOptions) {
  if (target !== 'aws') return costCap;
  return costCapOf({ maxCost, prices: { book: bookAt({ target, region }, prices) } });
}

function formatStanding(
  stage: 'preparing' | 'seeding' | 'started',
  runId: string,
  stack: string,
): string {
  if (stage === 'preparing') return '';
  if (stage === 'seeding') return `run ${runId} was not started`;
  const check = `npx rebootstorm check --run ${runId}${stackFlag(stack)}`;
  return `run ${runId} was started and ends by itself; see it with ${check}`;
}
