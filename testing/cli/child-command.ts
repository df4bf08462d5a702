// For tests: runs the command as a user's shell would, in a process of its own, bounded in time.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

/** What a process said and how it ended; `exitCode` is null when a signal ended it. */
export interface CommandOutcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process under way. */
export interface RunningCommand {
  readonly child: ChildProcess;
  /** Waits until the process has said `words` on standard error; fails if it ends before. */
  untilSaid(words: string): Promise<void>;
  ended: Promise<CommandOutcome>;
}

/** The Node that npm installed: the one on the path may be too old to read TypeScript. */
export const pinnedNode = resolve('node_modules', 'node', 'bin', 'node');

/** The command line's sources, and the wrapper that npm links as `rebootstorm`. */
export const commandEntry = resolve('cli', 'main.ts');
export const commandWrapper = resolve('bin', 'rebootstorm.mjs');

/** A run of a hundred nodes takes seconds; this is for a machine that does many things at once. */
const limitMs = 60_000;

/** Where and with what a command is started. */
export interface StartOptions {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  readonly node?: string;
  /** What it reads on standard input; nothing when absent. */
  readonly input?: string | undefined;
  /** It is ended after so long. */
  readonly limitMs?: number;
}

/**
 * Starts `node ...words`, by default in the root of the repository, and in a process group of its
 * own.
 */
export function startCommand(words: readonly string[], options: StartOptions = {}): RunningCommand {
  const child = spawn(options.node ?? pinnedNode, words, {
    cwd: options.cwd ?? resolve('.'),
    env: { ...process.env, ...options.env },
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: options.limitMs ?? limitMs,
    killSignal: 'SIGKILL',
  });
  // A command that ends without having read it is no fault.
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = once(child, 'close').then(([exitCode, signal]) => ({
    stdout,
    stderr,
    exitCode,
    signal,
  }));
  const untilSaid = async (words: string): Promise<void> => {
    while (!stderr.includes(words)) {
      const next = await Promise.race([once(child.stderr, 'data'), ended]);
      if (!Array.isArray(next) && !stderr.includes(words))
        throw new Error(`ended before it said '${words}': ${stderr}`);
    }
  };
  return { child, untilSaid, ended };
}

/** Runs the command line from its sources to its end. */
export function runCommand(
  words: readonly string[],
  options: Parameters<typeof startCommand>[1] = {},
): Promise<CommandOutcome> {
  return startCommand([commandEntry, ...words], options).ended;
}
