// One command with a hard limit: it ends by itself, or its whole process group is ended.

import { readFileSync } from 'node:fs';
import { atMost, type ProcessOrder, startProcessGroup } from './process-group.ts';

/** How a command ended. `exit` is its code, or the name of the signal that ended it. */
export type CommandEnd =
  | { readonly kind: 'ended'; readonly exit: number | string; readonly seconds: number }
  | { readonly kind: 'timed-out'; readonly seconds: number };

/** Runs a command to its end or to its limit, with its output in `order.logFile`. */
export async function runBounded(order: ProcessOrder, limitSeconds: number): Promise<CommandEnd> {
  const startedMs = performance.now();
  const group = startProcessGroup(order);
  const inTime = await atMost(group.ended, limitSeconds * 1000);
  const seconds = (performance.now() - startedMs) / 1000;
  await group.stop(inTime ? 0 : GRACE_MS);
  if (!inTime) return { kind: 'timed-out', seconds };
  return { kind: 'ended', exit: await group.ended, seconds };
}

/** A command failed or ran into its limit; the message carries the end of its log. */
export class CommandFailedError extends Error {
  override readonly name = 'CommandFailedError';
}

/**
 * Runs a command that has to succeed; returns how many seconds it took.
 * @throws {CommandFailedError} it failed or ran into its limit
 */
export async function mustRun(
  what: string,
  order: ProcessOrder,
  limitSeconds: number,
): Promise<number> {
  const end = await runBounded(order, limitSeconds);
  if (end.kind === 'ended' && end.exit === 0) return end.seconds;
  const how =
    end.kind === 'timed-out'
      ? `was stopped at its limit of ${limitSeconds} s`
      : `ended with ${end.exit} after ${end.seconds.toFixed(1)} s`;
  throw new CommandFailedError(`${what} ${how}; ${order.logFile} ends:\n${tailOf(order.logFile)}`);
}

/** The last lines of a text file, or a remark that there is none. */
export function tailOf(file: string, lineCount = 25): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lineCount).join('\n');
  } catch {
    return '(no log)';
  }
}

const GRACE_MS = 3_000;
