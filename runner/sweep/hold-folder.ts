// One process at a time works in a folder, so that no run of a sweep is done twice.
//
// Each process puts down a file of its own, then looks for those of others. If it finds one of a
// process that still runs, it takes its own away again. Two that begin at once see each other, and
// both step back; then they try again at different moments. The file of a process that has ended is
// deleted: its name is that process's alone, so nothing that is held is ever deleted.
import { randomInt } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Another process works in the folder. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError';
}

/** Who put down a file. */
interface Holder {
  readonly pid: number;
  /** When the process began, in ticks since this machine did; 0 where the system does not say. */
  readonly startTicks: number;
  /** The machine's name, as a file's name may have it. */
  readonly host: string;
}

interface HolderFile {
  readonly holder: Holder;
  readonly path: string;
  /** When it was put down. */
  readonly sinceMs: number;
}

const thisHost = encodeURIComponent(hostname());

/** Two that step back from each other have found different moments after so many attempts. */
const attemptsMax = 6;

/** Who has held the folder for longer does not step back. */
const beginsWithinMs = 1_000;

/**
 * Holds a folder, which is made if it is not there, until the process ends or `release` is called.
 * @returns `release`
 * @throws {FolderInUseError} where another process holds it, saying who, since when and what to do
 */
export async function holdFolder(folder: string): Promise<() => void> {
  mkdirSync(folder, { recursive: true });
  const own = ownHolder();
  const path = join(folder, nameOf(own));
  const release = () => {
    process.off('exit', release);
    rmSync(path, { force: true });
  };
  for (let attempt = 1; ; attempt += 1) {
    const isOurs = putDown(path, own);
    const other = isOurs ? othersIn(folder, path)[0] : fileAt(path, own);
    if (other === undefined) {
      process.on('exit', release);
      return release;
    }
    if (isOurs) rmSync(path);
    if (attempt === attemptsMax || Date.now() - other.sinceMs > beginsWithinMs)
      throw new FolderInUseError(inWords(folder, other));
    await wait(randomInt(10 * 2 ** attempt));
  }
}

/** @returns false where this process holds the folder already */
function putDown(path: string, { pid, host }: Holder): boolean {
  try {
    writeFileSync(path, `Process ${pid} on ${host} works in this folder.\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** The files of other processes that may still run. Those of ended ones are deleted. */
function othersIn(folder: string, ownPath: string): HolderFile[] {
  const running: HolderFile[] = [];
  for (const name of readdirSync(folder)) {
    const holder = holderNamed(name);
    const path = join(folder, name);
    if (holder === undefined || path === ownPath) continue;
    if (hasEnded(holder)) rmSync(path, { force: true });
    else running.push(fileAt(path, holder));
  }
  return running;
}

function nameOf({ pid, startTicks, host }: Holder): string {
  return `in-use-by.${pid}.${startTicks}.${host}`;
}

function holderNamed(name: string): Holder | undefined {
  const [, pid, startTicks, host] = /^in-use-by\.(\d+)\.(\d+)\.(.*)$/.exec(name) ?? [];
  if (host === undefined) return undefined;
  return { pid: Number(pid), startTicks: Number(startTicks), host };
}

function fileAt(path: string, holder: Holder): HolderFile {
  // It may be taken away at this very moment.
  const sinceMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  return { holder, path, sinceMs };
}

function ownHolder(): Holder {
  const { pid } = process;
  return { pid, startTicks: startTicksOf(pid) ?? 0, host: thisHost };
}

/** Whether it is sure that a process runs no more. Of another machine's nothing is sure. */
function hasEnded({ pid, startTicks, host }: Holder): boolean {
  if (host !== thisHost) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // A process of another user cannot be signalled, so it is there.
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
  // Numbers of processes are given again: one that began at another time is another one.
  return startTicks > 0 && startTicksOf(pid) !== startTicks;
}

/** When a process began (proc(5)); undefined where the system does not say, or it has ended. */
function startTicksOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Before the last parenthesis is the name, which may contain anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state = '', ticks] = [fields[0], fields[19]];
    // Killed, and waiting for its parent to notice.
    return 'ZX'.includes(state) ? undefined : Number(ticks);
  } catch {
    return undefined;
  }
}

function inWords(folder: string, { holder, path, sinceMs }: HolderFile): string {
  const { pid, host } = holder;
  const since = new Date(sinceMs).toISOString().slice(0, 19).replace('T', ' ');
  const isHere = host === thisHost;
  return [
    `process ${pid}${isHere ? '' : ` on ${host}`} works in ${folder} since ${since} UTC.`,
    'Two at once would do the same runs twice. Wait until it ends, then start this again: what is',
    'done stays done. Or name another folder with --out.',
    ...(isHere ? [] : [`If that process has ended, delete ${path}.`]),
  ].join('\n');
}
