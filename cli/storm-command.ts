// `rebootstorm storm`: a storm on a stack that somebody deployed to an engine on this machine.
import { ForeignEndpointError, loopbackEndpoint } from '#adapters/loopback.ts';
import { operatorRuntime } from '#adapters/operator-runtime.ts';
import { NoStackError, readStackOutputs } from '#adapters/stack-outputs.ts';
import { runDeployedStorm } from './deployed-storm.ts';
import { exitCodes } from './exit-codes.ts';
import { createStormProgress, stormWords } from './show/deployed-storm-words.ts';
import type { StormOptions } from './storm-options.ts';

/** What surrounds the command: the process's own. */
export type StormSurroundings = Pick<NodeJS.Process, 'env' | 'stdout' | 'stderr'>;

/**
 * Storms a deployed stack and says how it went.
 * @returns the exit code
 */
export async function stormCommand(
  options: StormOptions,
  { env, stdout, stderr }: StormSurroundings,
): Promise<number> {
  try {
    const loopback = loopbackEndpoint(env);
    const outputs = await readStackOutputs({ env, loopback }, options.stack);
    const runtime = operatorRuntime(outputs, {
      // Nobody draws chance outside the functions; it would spread retries of many, not of one.
      ...{ nowMs: () => Date.now(), random: () => 0.5, loopback },
      sleep: (durationMs) => new Promise((resolve) => setTimeout(resolve, durationMs)),
    });
    const { scenario, policy, seed, nodes, stack } = options;
    const progress = createStormProgress({
      stream: stderr,
      isLive: stderr.isTTY === true && env.TERM !== 'dumb',
      what: `${scenario.name}, ${nodes} nodes, ${policy}, stack ${stack} at ${loopback.endpoint}`,
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
  } catch (error) {
    const exitCode = exitCodeOf(error);
    if (exitCode === null || !(error instanceof Error)) throw error;
    const said = exitCode === exitCodes.refused ? 'refused' : 'error';
    stderr.write(`${said}: ${error.message || 'the engine no longer answers'}\n`);
    return exitCode;
  }
}

/** Null for what is no outcome but a fault of ours. */
function exitCodeOf(error: unknown): number | null {
  if (error instanceof ForeignEndpointError) return exitCodes.refused;
  if (error instanceof NoStackError || isLostConnection(error)) return exitCodes.unreachable;
  return null;
}

const connectionFailures = [
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'TimeoutError'],
];

function isLostConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return connectionFailures.includes(code) || connectionFailures.includes(error.name);
}
