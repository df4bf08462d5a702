// The common part of all commands on a deployed stack: they find it, or say in one line why they
// cannot.
import { ForeignEndpointError, UnreadableEndpointError } from '#adapters/loopback.ts';
import { type LoopbackConnection, loopbackConnection } from '#adapters/loopback-connection.ts';
import { operatorRuntime } from '#adapters/operator-runtime.ts';
import { serviceFailure } from '#adapters/service-failure.ts';
import { NoStackError, readStackOutputs } from '#adapters/stack/stack-outputs.ts';
import { plainLine } from '#domain/plain-text.ts';
import type { OperatedStack } from '#runner/deployed/operated-stack.ts';
import { exitCodes } from '../exit-codes.ts';

/** The environment of a command: that of the process. */
export type CommandEnvironment = Pick<NodeJS.Process, 'env' | 'stdout' | 'stderr'>;

/**
 * Finds a stack on this machine and operates it.
 * @param operate returns the exit code
 * @param standing returns a sentence about what is left at the engine if the operation is cut off;
 * empty: nothing
 * @returns that code, or 64, 69 or 77 with the reason on standard error: there is no engine or no
 * stack, a service refused or stopped answering, or a request might have left this machine
 */
export function operateStack(
  stack: string,
  environment: CommandEnvironment,
  operate: (stack: OperatedStack) => Promise<number>,
  standing: () => string = () => '',
): Promise<number> {
  const find = async (connection: LoopbackConnection) => {
    const outputs = await readStackOutputs(connection, stack);
    // Only one operator retries, so its pauses need no random spread.
    const runtime = operatorRuntime(outputs, { ...wallClock, random: () => 0.5, connection });
    return operate({ runtime, outputs, endpoint: connection.at.endpoint });
  };
  return operateEngine(environment, find, standing);
}

/** The time of this machine. */
export const wallClock = {
  nowMs: () => Date.now(),
  sleep: (durationMs: number) =>
    new Promise<void>((resolve) => {
      setTimeout(resolve, durationMs);
    }),
};

/** Operates the engine on this machine, whether a stack is on it or not; as `operateStack` does. */
export async function operateEngine(
  { env, stderr }: CommandEnvironment,
  operate: (connection: LoopbackConnection) => Promise<number>,
  standing: () => string = () => '',
): Promise<number> {
  try {
    return await operate(loopbackConnection(env));
  } catch (error) {
    const end = endOf(error);
    if (end === null) throw error;
    const said = end.exitCode === exitCodes.refused ? 'refused' : 'error';
    const words = [end.reason, standing()].filter((part) => part !== '');
    stderr.write(`${said}: ${plainLine(words.join('; '))}\n`);
    return end.exitCode;
  }
}

/** Null for an internal error of this program. */
function endOf(error: unknown): { exitCode: number; reason: string } | null {
  if (error instanceof UnreadableEndpointError)
    return { exitCode: exitCodes.usage, reason: error.message };
  if (error instanceof ForeignEndpointError)
    return { exitCode: exitCodes.refused, reason: error.message };
  if (error instanceof NoStackError)
    return { exitCode: exitCodes.unreachable, reason: error.message };
  const failure = serviceFailure(error);
  if (failure === undefined) return null;
  return { exitCode: exitCodes.unreachable, reason: `${failure.said}; ${failure.whatNow}` };
}
