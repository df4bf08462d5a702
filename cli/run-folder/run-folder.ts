// Where a run's files go, and that no other run is ever taken for a finished one: files gather in a
// hidden folder beside the final one and are renamed into place at the end, before `latest` is
// moved. What a run that was ended early leaves gets a name that says so.

import { mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pointLatest } from './latest-link.ts';
import { makeFolder, renamedIntoPlace } from './make-folder.ts';
import { clearStaleFolders, keepUnfinished, unfinishedName } from './stale-folders.ts';

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
  /**
   * Ends a run early. Where a result was written so far, the folder gets a name that says that it
   * is unfinished; else it is deleted.
   * @returns where the result so far is; undefined where there is none
   */
  breakOff(): string | undefined;
}

/**
 * Opens the folder of a new run, `<root>/<scenario>/<stamp>-<seed>`, and clears away what runs
 * that were killed have left in the scenario's folder, but for their results so far.
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
  clearStaleFolders(root);
  clearStaleFolders(parent);
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
    breakOff: () => keepUnfinished(parent, basename(workPath)),
  };
}

function asFolderName(what: string, name: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) return name;
  throw new Error(
    `the ${what} ${JSON.stringify(name)} cannot name a folder; ` +
      'use letters, digits, dots, dashes and underscores, a letter or digit first',
  );
}

/** A moment as a folder's name: `20261123-130000`. */
export function stampOf(moment: Date): string {
  return moment.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
}
