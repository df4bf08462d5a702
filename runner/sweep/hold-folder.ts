// Lets only one process at a time work in a folder, so that no run of a sweep is done twice.
//
// Each process writes a file of its own, and then looks for the files of others. If it finds the
// file of a process that still runs, it deletes its own again. Two processes that begin at once see
// each other, and both step back. Then they try again at different times. The file of a process
// that has ended is deleted. Its name belongs to that process alone, so no file of a running
// process is ever deleted.
import { randomInt } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Another process works in the folder. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError';
}

/** The process that wrote a file. */
interface Holder {
  readonly pid: number;
  /**
   * When the process began, in ticks since the machine started; 0 where the system does not report
   * it.
   */
  readonly startTicks: number;
  /** The machine's name, in the form that a file name allows. */
  readonly host: string;
}

interface HolderFile {
  readonly holder: Holder;
  readonly path: string;
  /** When the file was written. */
  readonly sinceMs: number;
}

const thisHost = encodeURIComponent(hostname());

/**
 * How often a process tries. By then two that step back from each other have found different times.
 */
const attemptsMax = 6;

/** A process that has held the folder for longer does not step back. */
const beginsWithinMs = 1_000;

/**
 * Holds a folder until the process ends or `release` is called. The folder is made if it is
 * missing.
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

/**
 * The files of other processes that may still run. Files of processes that have ended are deleted.
 */
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
  // The other process may delete the file at this very moment.
  const sinceMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  return { holder, path, sinceMs };
}

function ownHolder(): Holder {
  const { pid } = process;
  return { pid, startTicks: startTicksOf(pid) ?? 0, host: thisHost };
}

/**
 * Whether a process has certainly ended. For a process on another machine this is never certain.
 */
function hasEnded({ pid, startTicks, host }: Holder): boolean {
  if (host !== thisHost) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // A process of another user cannot be signalled. The error then shows that it exists.
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
  // Process ids are reused. A process that began at another time is not the holder.
  return startTicks > 0 && startTicksOf(pid) !== startTicks;
}

/**
 * When a process began (proc(5)); undefined if the system does not report it, or if the process has
 * ended.
 */
function startTicksOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The process's name ends at the last parenthesis. It may contain anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state = '', ticks] = [fields[0], fields[19]];
    // A killed process that its parent has not noticed yet.
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
