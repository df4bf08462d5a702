import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { pinnedNode } from '#testing/cli/child-command.ts';

/** A Node of this machine. */
export interface NodeOnPath {
  /** Such as `20`. */
  readonly major: string;
  /** The folder with `node` and, in it or later on the path, `npm`. */
  readonly folder: string;
}

/** One Node of each major version: the pinned one, and those on the path. */
export function nodesOnPath(): NodeOnPath[] {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const places = [pinnedNode, ...folders.map((folder) => join(folder, 'node'))].filter(existsSync);
  const found = new Map<string, string>();
  for (const path of places) {
    const version = execFileSync(path, ['--version'], { encoding: 'utf8' });
    const major = version.slice(1).split('.')[0] ?? '';
    if (!found.has(major)) found.set(major, dirname(path));
  }
  return [...found].map(([major, folder]) => ({ major, folder }));
}
