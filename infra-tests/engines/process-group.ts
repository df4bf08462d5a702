// How all that the harness starts is ended: as a group, by a mark, and also when we die first.

import { spawn } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';

/** A started program and all its descendants. */
export interface ProcessGroup {
  readonly processId: number;
  /** Resolves to the exit code, or to the signal's name, when the program itself has ended. */
  readonly ended: Promise<number | string>;
  hasEnded(): boolean;
  /** Asks the group to end, and after `graceMs` ends all of it without asking. */
  stop(graceMs: number): Promise<void>;
}

/** What to start. Output goes to the end of `logFile`; there is no input. */
export interface ProcessOrder {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly directory: string;
  readonly logFile: string;
  /** A directory of the program's own, deleted when the group has been ended by this process. */
  readonly scratchDirectory?: string;
}

/** Starts a program in a process group of its own, which does not outlive this process. */
export function startProcessGroup(order: ProcessOrder): ProcessGroup {
  const mark = `${process.pid}-${process.hrtime.bigint()}`;
  const log = openSync(order.logFile, 'a');
  const child = spawn('/bin/sh', ['-c', LIFELINE, 'lifeline', order.command, ...order.args], {
    cwd: order.directory,
    env: { ...order.environment, [MARK]: mark },
    stdio: ['ignore', log, log, 'pipe'],
    detached: true,
  });
  closeSync(log);
  const processId = child.pid;
  if (processId === undefined) {
    throw new Error(`${order.command}: the shell that starts it did not start; is /bin/sh there?`);
  }
  let over = false;
  const ended = new Promise<number | string>((resolve) => {
    child.once('exit', (code, signal) => {
      over = true;
      resolve(code ?? signal ?? 'unknown');
    });
  });
  const traces = { mark, scratchDirectory: order.scratchDirectory };
  endWithUs(processId, traces);
  return {
    processId,
    ended,
    hasEnded: () => over,
    async stop(graceMs) {
      if (!live.has(processId)) return;
      signalGroup(processId, 'SIGTERM');
      await atMost(ended, graceMs);
      killAll(processId, mark);
      await ended;
      removeScratch(traces);
      live.delete(processId);
    },
  };
}

/** Waits for `promise`, but no longer than `limitMs`; says whether it was in time. */
export async function atMost(promise: Promise<unknown>, limitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), limitMs);
  });
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

// The mark finds descendants that left the group, such as LocalStack's database: it is inherited.
const MARK = 'REBOOTSTORM_STARTED_BY';

// File descriptor 3 is a pipe that we hold. It closes when we end, however that is, SIGKILL
// included; then the watcher ends the group. The program replaces the shell and keeps its id.
const LIFELINE = `
  (trap '' TERM INT; cat <&3 >/dev/null; kill -TERM 0; sleep 5; kill -KILL 0) &
  exec "$@" 3<&-
`;

/** What identifies and remains of a group. */
interface Traces {
  readonly mark: string;
  readonly scratchDirectory: string | undefined;
}

const live = new Map<number, Traces>();
let watchingForOurEnd = false;

function endWithUs(processId: number, traces: Traces): void {
  live.set(processId, traces);
  if (watchingForOurEnd) return;
  watchingForOurEnd = true;
  const endAll = () => {
    for (const [id, traces] of live) {
      killAll(id, traces.mark);
      removeScratch(traces);
    }
  };
  process.once('exit', endAll);
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
}

function removeScratch({ scratchDirectory }: Traces): void {
  if (scratchDirectory === undefined) return;
  rmSync(scratchDirectory, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 });
}

function killAll(processId: number, mark: string): void {
  signalGroup(processId, 'SIGKILL');
  for (const straggler of processesMarked(mark)) signal(straggler, 'SIGKILL');
}

function signalGroup(processId: number, name: NodeJS.Signals): void {
  signal(-processId, name);
}

function signal(processId: number, name: NodeJS.Signals): void {
  try {
    process.kill(processId, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Process ids whose environment carries the mark; none where the system has no `/proc`. */
function processesMarked(mark: string): number[] {
  const found: number[] = [];
  for (const id of entriesOf('/proc')) {
    if (/^\d+$/.test(id) && textOf(`/proc/${id}/environ`).includes(`${MARK}=${mark}\0`)) {
      found.push(Number(id));
    }
  }
  return found;
}

function entriesOf(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

// A process may end while we look at it, or belong to somebody else: then it is not ours to end.
function textOf(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
