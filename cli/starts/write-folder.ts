import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { WrongInputError } from '#runner/wrong-input-error.ts';
import { makeFolder } from '../run-folder/make-folder.ts';

/**
 * Writes files into a folder, which is made. A name may lead into a folder below.
 * @throws {WrongInputError} where one is there already
 */
export function writeFolder(folder: string, files: Readonly<Record<string, string>>): void {
  const names = Object.keys(files);
  const there = names.find((name) => existsSync(join(folder, name)));
  if (there !== undefined)
    throw new WrongInputError(`${join(folder, there)} is there already, and is left as it is.`);
  ensureFolder(folder);
  for (const name of names) {
    ensureFolder(dirname(join(folder, name)));
    writeFileSync(join(folder, name), files[name] ?? '', { flag: 'wx' });
  }
}

function ensureFolder(folder: string): void {
  try {
    makeFolder(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new WrongInputError(`${folder}: no folder can be made there (${code}).`);
  }
}
