// What the commands on a deployed stack share: they find it, and say in one line why they cannot.
import {
  ForeignEndpointError,
  loopbackEndpoint,
  UnreadableEndpointError,
} from '#adapters/loopback.ts';
import { operatorRuntime } from '#adapters/operator-runtime.ts';
import type { Runtime } from '#adapters/runtime.ts';
import { NoStackError, readStackOutputs, type StackOutputs } from '#adapters/stack-outputs.ts';
import { exitCodes } from './exit-codes.ts';

/** What surrounds a command: the process's own. */
export type CommandSurroundings = Pick<NodeJS.Process, 'env' | 'stdout' | 'stderr'>;

/** A deployed stack, with what it takes to operate it. */
export interface OperatedStack {
  readonly runtime: Runtime;
  readonly outputs: StackOutputs;
  readonly endpoint: string;
}

/**
 * Finds a stack on this machine and operates it.
 * @param operate returns the exit code
 * @returns that code; 64, 69 or 77, with the reason on standard error, where there is no engine or
 * no stack, or where a request might have left this machine
 */
export async function operateStack(
  stack: string,
  { env, stderr }: CommandSurroundings,
  operate: (stack: OperatedStack) => Promise<number>,
): Promise<number> {
  try {
    const loopback = loopbackEndpoint(env);
    const outputs = await readStackOutputs({ env, loopback }, stack);
    const runtime = operatorRuntime(outputs, {
      // Nobody draws chance outside the functions; it would spread retries of many, not of one.
      ...{ nowMs: () => Date.now(), random: () => 0.5, loopback },
      sleep: (durationMs) => new Promise((resolve) => setTimeout(resolve, durationMs)),
    });
    return await operate({ runtime, outputs, endpoint: loopback.endpoint });
  } catch (error) {
    const exitCode = exitCodeOf(error);
    if (exitCode === null || !(error instanceof Error)) throw error;
    const said = exitCode === exitCodes.refused ? 'refused' : 'error';
    stderr.write(`${said}: ${reasonOf(error)}\n`);
    return exitCode;
  }
}

/** Null for what is no outcome but a fault of ours. */
function exitCodeOf(error: unknown): number | null {
  if (error instanceof UnreadableEndpointError) return exitCodes.usage;
  if (error instanceof ForeignEndpointError) return exitCodes.refused;
  if (error instanceof NoStackError || isLostConnection(error)) return exitCodes.unreachable;
  return statusOfSickEngine(error) === undefined ? null : exitCodes.unreachable;
}

const connectionFailures = [
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'TimeoutError'],
];

function isLostConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return connectionFailures.includes(code) || connectionFailures.includes(error.name);
}

/** Sent on, or out of order: what no request of ours can be to blame for. */
function statusOfSickEngine(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined;
  const { httpStatusCode: status = 0 } = error.$metadata as { httpStatusCode?: number };
  return (status >= 300 && status < 400) || status >= 500 ? status : undefined;
}

function reasonOf(error: Error): string {
  const status = statusOfSickEngine(error);
  if (status !== undefined) return `the engine answered with status ${status}: ${error.message}`;
  return error.message || 'the engine no longer answers';
}
