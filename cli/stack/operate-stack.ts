// The common part of all commands on a deployed stack: they find it, or say in one line why they
// cannot.
import { NoRegionError } from '#adapters/aws-environment.ts';
import { ForeignEndpointError, UnreadableEndpointError } from '#adapters/loopback.ts';
import { type LoopbackConnection, loopbackConnection } from '#adapters/loopback-connection.ts';
import { type OperatorClock, openOperatorClock, wallClock } from '#adapters/operator-clock.ts';
import {
  NoPermitError,
  type OperatorConnection,
  type Target,
} from '#adapters/operator-connection.ts';
import { operatorRuntime } from '#adapters/operator-runtime.ts';
import { serviceFailure } from '#adapters/service-failure.ts';
import { NoStackError, readStackOutputs } from '#adapters/stack/stack-outputs.ts';
import { plainLine } from '#domain/plain-text.ts';
import type { OperatedStack } from '#runner/deployed/operated-stack.ts';
import { exitCodes } from '../exit-codes.ts';
import type { CommandEnvironment } from './command-environment.ts';
import { confirmOnAws, NotConfirmedError } from './confirm-on-aws.ts';
import type { Destination } from './target-options.ts';

/**
 * Finds a stack and operates it.
 * @param operate returns the exit code
 * @param standing returns a sentence about what is left there if the operation is cut off; empty:
 * nothing
 * @returns that code, or 64, 69 or 77 with the reason on standard error: there is no engine or no
 * stack, a service refused or stopped answering, a request might have left this machine, or AWS was
 * not confirmed
 */
export function operateStack(
  stack: string,
  destination: Destination,
  environment: CommandEnvironment,
  operate: (stack: OperatedStack) => Promise<number>,
  standing: () => string = () => '',
): Promise<number> {
  const find = async (connection: OperatorConnection) => {
    const outputs = await readStackOutputs(connection, stack);
    const clock = await clockAt(connection, environment);
    const { nowMs, sleep } = clock;
    // Only one operator retries, so its pauses need no random spread.
    const runtime = operatorRuntime(outputs, { nowMs, sleep, random: () => 0.5, connection });
    const { place, region } = connection;
    return operate({ runtime, outputs, place, region, clock });
  };
  return operateTarget(destination, environment, find, standing);
}

/** AWS's clock cannot be turned. */
async function clockAt(
  connection: OperatorConnection,
  { stderr }: CommandEnvironment,
): Promise<OperatorClock> {
  if (connection.target === 'aws') return wallClock;
  const { at } = connection as LoopbackConnection;
  const sayPaused = () =>
    stderr.write(
      `waiting: the clock at ${plainLine(at.endpoint)} is paused; type resume or step 1m where ` +
        'rebootstorm local runs\n',
    );
  return openOperatorClock(at, sayPaused);
}

/** Operates an engine or AWS, whether a stack is there or not; as `operateStack` does. */
export async function operateTarget(
  destination: Destination,
  environment: CommandEnvironment,
  operate: (connection: OperatorConnection) => Promise<number>,
  standing: () => string = () => '',
): Promise<number> {
  try {
    const connection =
      destination.target === 'aws'
        ? await confirmOnAws(destination, environment)
        : loopbackConnection(environment.env);
    return await operate(connection);
  } catch (error) {
    const end = endOf(error, destination.target);
    if (end === null) throw error;
    const said = end.exitCode === exitCodes.refused ? 'refused' : 'error';
    const words = [end.reason, standing()].filter((part) => part !== '');
    environment.stderr.write(`${said}: ${plainLine(words.join('; '))}\n`);
    return end.exitCode;
  }
}

/** Null for an internal error of this program. */
function endOf(error: unknown, target: Target): { exitCode: number; reason: string } | null {
  if (error instanceof UnreadableEndpointError || error instanceof NoRegionError)
    return { exitCode: exitCodes.usage, reason: error.message };
  const isRefused =
    error instanceof ForeignEndpointError ||
    error instanceof NotConfirmedError ||
    error instanceof NoPermitError;
  if (isRefused) return { exitCode: exitCodes.refused, reason: error.message };
  if (error instanceof NoStackError)
    return { exitCode: exitCodes.unreachable, reason: error.message };
  const failure = serviceFailure(error, target);
  if (failure === undefined) return null;
  return { exitCode: exitCodes.unreachable, reason: `${failure.said}; ${failure.whatNow}` };
}
