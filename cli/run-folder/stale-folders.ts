// Which leftovers of killed runs may be deleted: those whose process, on this machine, is gone.

import { createHash } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

const prefix = '.unfinished';

/**
 * The hidden name under which this process prepares `name`. The name contains the owner. A file
 * that names the owner could be missing when the process is killed.
 */
export function unfinishedName(name: string): string {
  return `${prefix}-${process.pid}-${hostDigest()}-${name}`;
}

/**
 * Deletes what processes that no longer run have left unfinished in `folder`. Leftovers of other
 * machines that share the folder stay: whether their process still runs cannot be distinguished
 * from here.
 * @returns the names that were deleted
 */
export function removeStaleFolders(folder: string): string[] {
  const stale = readdirSync(folder).filter(isStale);
  for (const name of stale) rmSync(join(folder, name), { recursive: true, force: true });
  return stale;
}

function isStale(name: string): boolean {
  const [, pid, host] = /^\.unfinished-(\d+)-([0-9a-f]{8})-/.exec(name) ?? [];
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
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
}
