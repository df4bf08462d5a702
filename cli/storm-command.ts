// `rebootstorm storm`: a storm on a stack that somebody deployed to an engine on this machine.
import { runDeployedStorm } from './deployed-storm.ts';
import { exitCodes } from './exit-codes.ts';
import { type CommandSurroundings, operateStack } from './operate-stack.ts';
import { createStormProgress, stormWords } from './show/deployed-storm-words.ts';
import type { StormOptions } from './storm-options.ts';

/**
 * Storms a deployed stack and says how it went.
 * @returns the exit code
 */
export function stormCommand(
  options: StormOptions,
  surroundings: CommandSurroundings,
): Promise<number> {
  const { env, stdout, stderr } = surroundings;
  const { scenario, policy, seed, nodes, stack } = options;
  return operateStack(stack, surroundings, async ({ runtime, outputs, endpoint }) => {
    const progress = createStormProgress({
      stream: stderr,
      isLive: stderr.isTTY === true && env.TERM !== 'dumb',
      what: `${scenario.name}, ${nodes} nodes, ${policy}, stack ${stack} at ${endpoint}`,
    });
    const storm = await runDeployedStorm(runtime, outputs, options, progress.look);
    progress.done();
    const order = { scenario: scenario.name, policy, seed, nodes, stack };
    stdout.write(
      options.json
        ? `${JSON.stringify({ schemaVersion: 1, ...order, ...storm }, null, 2)}\n`
        : stormWords(storm),
    );
    return storm.isHealed ? exitCodes.asExpected : exitCodes.notAsExpected;
  });
}
