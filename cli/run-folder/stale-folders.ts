// What becomes of the leftovers of killed runs, whose process, on this machine, is gone: a result
// so far is kept under a name that says what it is, and all else is deleted.

import { existsSync, readdirSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '#runner/sha256.ts';
import { renamedIntoPlace } from './make-folder.ts';

const prefix = '.unfinished';

/**
 * The hidden name under which this process prepares `name`. The name contains the owner. A file
 * that names the owner could be missing when the process is killed.
 */
export function unfinishedName(name: string): string {
  return `${prefix}-${process.pid}-${hostDigest()}-${name}`;
}

/**
 * Clears away what processes that no longer run have left unfinished in `folder`. Leftovers of
 * other machines that share the folder stay: whether their process still runs cannot be
 * distinguished from here.
 * @returns the hidden names that are gone
 */
export function clearStaleFolders(folder: string): string[] {
  const stale = readdirSync(folder).filter(isStale);
  for (const name of stale) keepUnfinished(folder, name);
  return stale;
}

/**
 * Gives an unfinished run a name that says so, if it has a result so far; else deletes it.
 * @param hidden its name below `parent`, as `unfinishedName` makes it
 * @returns where the result so far is
 */
export function keepUnfinished(parent: string, hidden: string): string | undefined {
  const path = join(parent, hidden);
  if (!existsSync(join(path, 'manifest.json'))) {
    rmSync(path, { recursive: true, force: true });
    return undefined;
  }
  const runName = hidden.replace(hiddenPrefix, '');
  return join(parent, renamedIntoPlace(path, parent, `${runName}-unfinished`));
}

const hiddenPrefix = /^\.unfinished-(\d+)-([0-9a-f]{8})-/;

function isStale(name: string): boolean {
  const [, pid, host] = hiddenPrefix.exec(name) ?? [];
  return pid !== undefined && host === hostDigest() && !isRunning(Number(pid));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM means that the process exists and belongs to another user.
    return error instanceof Error && 'code' in error && error.code !== 'ESRCH';
  }
}

function hostDigest(): string {
  return sha256(hostname()).slice(0, 8);
}
