// Ctrl-C and other signals while a run is under way: its result so far is kept.
import { openStopSignal } from '#runner/threads/stop-signal.ts';
import { exitCodes } from '../exit-codes.ts';

/** Whether a signal has asked a run to end. */
export interface RunStop {
  /** What the run's threads look at. */
  readonly shared: SharedArrayBuffer;
  /** From here on there is something to keep, so the process does not end at once. */
  begin(): void;
  /** From here on nothing is left to keep, so a signal ends the process at once. */
  end(): void;
  /** The exit code of a signal that came; undefined: none came. */
  exitCode(): number | undefined;
}

const signals = [
  ['SIGINT', exitCodes.interrupted],
  ['SIGTERM', exitCodes.terminated],
  ['SIGHUP', exitCodes.hungUp],
] as const;

/** A thread looks at the signal several times a second, unless a policy's file holds it up. */
const stopWithinMs = 5_000;

/**
 * Handles signals in place of whoever did before. The first one asks the run to end with its result
 * so far; a second one, or time, ends the process.
 */
export function stopOnSignals(stderr: Pick<NodeJS.WriteStream, 'write'>): RunStop {
  const signal = openStopSignal();
  let isRunning = false;
  let exitCode: number | undefined;
  let limit: NodeJS.Timeout | undefined;
  for (const [name, code] of signals) {
    process.removeAllListeners(name);
    process.on(name, () => {
      if (!isRunning || exitCode !== undefined) process.exit(code);
      exitCode = code;
      signal.ask();
      stderr.write('\nStopping, with the result so far. Once more ends it at once.\n');
      limit = setTimeout(() => process.exit(code), stopWithinMs).unref();
    });
  }
  return {
    shared: signal.shared,
    begin: () => {
      isRunning = true;
    },
    end: () => {
      isRunning = false;
      clearTimeout(limit);
    },
    exitCode: () => exitCode,
  };
}

/** Handles signals in place of whoever did before: the first is told, a second ends the process. */
export function endOnSignals(end: (exitCode: number) => void): void {
  let isEnding = false;
  for (const [name, code] of signals) {
    process.removeAllListeners(name);
    process.on(name, () => {
      if (isEnding) process.exit(code);
      isEnding = true;
      end(code);
    });
  }
}
