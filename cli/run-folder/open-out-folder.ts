import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InputFile } from '#runner/inputs/input-file.ts';
import { keepInputs } from './input-copies.ts';
import {
  ForeignFolderError,
  kindFile,
  kindText,
  type OutKind,
  refuseForeignFolder,
} from './kinds/out-kind.ts';
import { makeFolder } from './make-folder.ts';
import { OutFolderError } from './out-folder-error.ts';

/** A command's folder: what it keeps, and the user's files that went into it. */
export interface OutContent {
  readonly kind: OutKind;
  readonly inputs: readonly InputFile[];
  /** The folder below it for the user's files, where several results share it. */
  readonly below?: string;
}

/**
 * Makes the folder of a command's results, marks it with its kind, and copies the user's files into
 * it.
 * @throws {OutFolderError} {ForeignFolderError} so call it before anything is run
 */
export function openOutFolder(folder: string, { kind, inputs, below = '' }: OutContent): void {
  try {
    refuseForeignFolder(folder, kind);
    const home = join(folder, below);
    makeFolder(home);
    writeFileSync(join(folder, kindFile), kindText(kind));
    keepInputs(home, inputs);
  } catch (error) {
    if (error instanceof ForeignFolderError) throw error;
    throw new OutFolderError(folder, error);
  }
}
