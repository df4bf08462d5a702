import type { InputFile } from '#runner/inputs/input-file.ts';
import { keepInputs } from './input-copies.ts';
import { makeFolder } from './make-folder.ts';
import { OutFolderError } from './out-folder-error.ts';

/**
 * Makes the folder of a command's results, and copies the user's files into it.
 * @throws {OutFolderError} so call it before anything is run
 */
export function openOutFolder(folder: string, inputs: readonly InputFile[]): void {
  try {
    makeFolder(folder);
    keepInputs(folder, inputs);
  } catch (error) {
    throw new OutFolderError(folder, error);
  }
}
