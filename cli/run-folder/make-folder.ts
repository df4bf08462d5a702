// Folders that are made, and moved to a name that nothing else has.
import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Makes a folder and those above it. Not `recursive`: Node then tries for ever where a folder can
 * never be, as below /proc.
 */
export function makeFolder(path: string): void {
  if (existsSync(path)) {
    mustBeFolder(path);
    return;
  }
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another run may have made it meanwhile.
    if (!existsSync(path)) throw error;
  }
}

/** @throws {Error} with the system's code, as `mkdir` below a file has it */
function mustBeFolder(path: string): void {
  if (statSync(path).isDirectory()) return;
  const error = new Error(`ENOTDIR: ${path} is not a folder`);
  throw Object.assign(error, { code: 'ENOTDIR', syscall: 'mkdir' });
}

/** Beyond this many runs in the same second with the same seed something else is wrong. */
const sameNameMax = 99;

/** Moves a folder to a name below `parent`, with a number behind it where that name is taken. */
export function renamedIntoPlace(path: string, parent: string, wanted: string): string {
  for (let count = 1; count <= sameNameMax; count += 1) {
    const name = count === 1 ? wanted : `${wanted}-${count}`;
    if (existsSync(join(parent, name))) continue;
    renameSync(path, join(parent, name));
    return name;
  }
  throw new Error(
    `${join(parent, wanted)} and ${sameNameMax - 1} numbered folders beside it exist already; ` +
      'move some of them away or give the run another stamp',
  );
}
