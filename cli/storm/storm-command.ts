// `rebootstorm storm`: runs a storm on a stack that is deployed to an engine on this machine.
import { plainLine } from '#domain/plain-text.ts';
import { usualStackName } from '#domain/stack-names.ts';
import { runDeployedStorm } from '#runner/deployed/deployed-storm.ts';
import { meterStack } from '#runner/deployed/meter-stack.ts';
import type { OperatedStack } from '#runner/deployed/operated-stack.ts';
import { exitCodes } from '../exit-codes.ts';
import { type CommandEnvironment, operateStack } from '../stack/operate-stack.ts';
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
  const { scenario, policy, seed, nodes, stack, costCap } = options;
  const runId = `${scenario.name}-${Date.now()}`;
  let stage: 'preparing' | 'seeding' | 'started' = 'preparing';
  const standing = () => formatStanding(stage, runId, stack);
  const sayStanding = () => {
    if (standing() !== '') stderr.write(`\n${standing()}\n`);
  };
  environment.prependListener('SIGINT', sayStanding);
  const operate = async ({ runtime, outputs, endpoint }: OperatedStack) => {
    const progress = createStormProgress({
      stream: stderr,
      isLive: stderr.isTTY === true && env.TERM !== 'dumb',
      what: `run ${runId}, ${nodes} nodes, ${policy.name}, stack ${stack} at ${endpoint}`,
    });
    stage = 'seeding';
    const fromMs = runtime.nowMs();
    const storm = await runDeployedStorm(
      runtime,
      outputs,
      { scenario, policy: policy.policy, seed, nodes, runId, costCap },
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
    return await operateStack(stack, environment, operate, standing);
  } finally {
    environment.off('SIGINT', sayStanding);
  }
}

function formatStanding(
  stage: 'preparing' | 'seeding' | 'started',
  runId: string,
  stack: string,
): string {
  if (stage === 'preparing') return '';
  if (stage === 'seeding') return `run ${runId} was not started`;
  const where = stack === usualStackName ? '' : ` --stack ${plainLine(stack)}`;
  const check = `npx rebootstorm check --run ${runId}${where}`;
  return `run ${runId} was started and ends by itself; see it with ${check}`;
}
