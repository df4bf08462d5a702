// Who runs the neutral workload, how each is started, and what its last line says.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** One run: counts of events, and what it took. */
export interface ContestantRun {
  readonly events: number;
  readonly wallMs: number;
  readonly rssBytes: number | null;
  /** Whether a wall limit came before the end of the four hours. */
  readonly wasStopped: boolean;
  readonly counts: Readonly<Record<string, number>>;
}

/** Who can be asked for a run. */
export interface Contestant {
  readonly name: string;
  /** @throws Error when the child fails or takes longer than it may */
  readonly run: (nodeCount: number, env: NodeJS.ProcessEnv) => ContestantRun;
}

/** Why somebody does not take part, in words for the reader. */
export type Missing = { readonly missing: string };

/** Runs that take longer are stopped where they can be, and end in an error where not. */
const WALL_MS_MAX = 20_000;
const CHILD_MS_MAX = 240_000;
const END_MS = 14_400_000;
const COUNTS = ['attempts', 'failed', 'logins', 'renewals', 'ends', 'restarts'];

/** Ours and the plain heap: always there. */
export function inNode(name: string, way: string): Contestant {
  const child = join(import.meta.dirname, 'twin-neutral-child.ts');
  return {
    name,
    run: (nodeCount, env) =>
      runOf(start(process.execPath, [child, way, `${nodeCount}`, `${WALL_MS_MAX}`], env)),
  };
}

/** Bytes of a process that does nothing but load the same code. */
export function emptyNodeBytes(): number {
  const child = join(import.meta.dirname, 'twin-neutral-child.ts');
  return Number(start(process.execPath, [child, 'empty', '0', '0'], process.env).rssKb) * 1_024;
}

/** The yardstick in C, compiled with this machine's gcc. */
export function inC(name: string, file: string, flags: string[], buildFolder: string) {
  const folder = join(import.meta.dirname, 'yardstick');
  const source = join(folder, file);
  const program = join(buildFolder, file.replace('.c', ''));
  const gcc = spawnSync('gcc', ['-O3', '-w', ...flags, '-o', program, source, '-lm']);
  if (gcc.status !== 0) return { missing: `${name}: gcc ${gcc.error ?? gcc.stderr}` };
  const run = (nodeCount: number, env: NodeJS.ProcessEnv) => {
    const { wall, rssMB, tstop, ...counts } = start(program, [`${nodeCount}`], env);
    const rssKb = Number(rssMB) * 1_024;
    return runOf({ ...counts, wallMs: Number(wall) * 1e3, rssKb, stoppedMs: Number(tstop) });
  };
  return { name, run };
}

/** SimPy, installed into a virtual environment of its own. */
export function inSimPy(buildFolder: string): Contestant | Missing {
  const venv = join(buildFolder, 'venv');
  const python = join(venv, 'bin/python');
  const made = spawnSync('python3', ['-m', 'venv', venv], { timeout: 120_000 });
  if (made.status !== 0) return { missing: 'SimPy: python3 -m venv failed' };
  const pip = ['-m', 'pip', 'install', '--quiet', 'simpy==4.1.2'];
  if (spawnSync(python, pip, { timeout: 120_000 }).status !== 0) {
    return { missing: 'SimPy: pip could not install simpy' };
  }
  const program = join(import.meta.dirname, 'yardstick/simpy_storm.py');
  const seconds = `${WALL_MS_MAX / 1_000}`;
  return {
    name: 'SimPy',
    run: (nodeCount, env) => runOf(start(python, [program, `${nodeCount}`, seconds], env)),
  };
}

type Line = Readonly<Record<string, unknown>>;

function start(program: string, words: string[], env: NodeJS.ProcessEnv): Line {
  const done = spawnSync(program, words, { encoding: 'utf8', env, timeout: CHILD_MS_MAX });
  if (done.status !== 0) {
    throw new Error(`${program} ${words.join(' ')}: ${done.error ?? done.stderr}`);
  }
  return JSON.parse(done.stdout);
}

function runOf(line: Line): ContestantRun {
  const counts = Object.fromEntries(COUNTS.map((name) => [name, Number(line[name])]));
  const { attempts = 0, logins = 0, renewals = 0, ends = 0, restarts = 0 } = counts;
  return {
    counts,
    events: attempts + logins + renewals + ends + restarts,
    wallMs: Number(line.wallMs),
    rssBytes: line.rssKb === undefined ? null : Number(line.rssKb) * 1_024,
    wasStopped: Number(line.stoppedMs ?? END_MS) < END_MS,
  };
}
