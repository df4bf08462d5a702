// Where a run's files go, and that only a finished run is ever seen: files gather in a hidden
// folder beside the final one and are renamed into place at the end, before `latest` is moved.

import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pointLatest } from './latest-link.ts';
import { removeStaleFolders, unfinishedName } from './stale-folders.ts';

/**
 * The folder of one run. Files are written to `workPath`. `publish` moves them to the path that it
 * returns.
 */
export interface RunFolder {
  readonly workPath: string;
  /**
   * Moves the folder into place and points `latest` at it.
   * @returns the final path; a number is appended if the same time and seed were used before
   * @throws {Error} when the place is not writable, or taken too often
   */
  publish(): string;
  /** Deletes what was written so far. */
  discard(): void;
}

/** Beyond this many runs in the same second with the same seed something else is wrong. */
const sameNameMax = 99;

/**
 * Opens the folder of a new run, `<root>/<scenario>/<stamp>-<seed>`, and clears away what runs
 * that were killed have left in the scenario's folder.
 * @param options.stamp the time of the run as a file name, e.g. `20261123-130000`
 * @throws {Error} when a name is not valid for a folder, or the root is not writable
 */
export function createRunFolder(options: {
  root: string;
  scenario: string;
  stamp: string;
  seed: number;
}): RunFolder {
  const { root, seed } = options;
  const scenario = asFolderName('scenario', options.scenario);
  const runName = `${asFolderName('stamp', options.stamp)}-${seed}`;
  const parent = join(root, scenario);
  makeFolder(parent);
  removeStaleFolders(root);
  removeStaleFolders(parent);
  const workPath = join(parent, unfinishedName(runName));
  rmSync(workPath, { recursive: true, force: true });
  mkdirSync(workPath);
  return {
    workPath,
    publish() {
      const name = renamedIntoPlace(workPath, parent, runName);
      pointLatest({ folder: parent, target: name });
      pointLatest({ folder: root, target: join(scenario, name) });
      return join(parent, name);
    },
    discard: () => rmSync(workPath, { recursive: true, force: true }),
  };
}

/** Not `recursive`: Node then tries for ever where a folder can never be, as below /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another run may have made it meanwhile.
    if (!existsSync(path)) throw error;
  }
}

function renamedIntoPlace(workPath: string, parent: string, runName: string): string {
  for (let count = 1; count <= sameNameMax; count += 1) {
    const name = count === 1 ? runName : `${runName}-${count}`;
    if (existsSync(join(parent, name))) continue;
    renameSync(workPath, join(parent, name));
    return name;
  }
  throw new Error(
    `${join(parent, runName)} and ${sameNameMax - 1} numbered folders beside it exist already; ` +
      'move some of them away or give the run another stamp',
  );
}

function asFolderName(what: string, name: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) return name;
  throw new Error(
    `the ${what} ${JSON.stringify(name)} cannot name a folder; ` +
      'use letters, digits, dots, dashes and underscores, a letter or digit first',
  );
}
