import { writeFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { plainLine } from '#domain/plain-text.ts';
import { WrongInputError } from '#runner/wrong-input-error.ts';

/** A file to begin with cannot be written there; the message says why. */
class StartFileError extends WrongInputError {
  override readonly name = 'StartFileError';

  constructor(path: string, reason: string) {
    super(`${path}: ${reason}.`);
  }
}

/** What a command writes for its user to begin with. */
export interface Start {
  /** What the file is, such as `policy`. */
  readonly what: string;
  readonly endings: readonly string[];
  /** What the file's name without its ending has to be, and the same in words. */
  readonly nameForm: RegExp;
  readonly nameWords: string;
  readonly textOf: (name: string, file: string) => string;
}

/** Writes a start where nothing is yet. @throws {StartFileError} */
export function writeStart(path: string, start: Start): void {
  const { what, endings, nameForm, nameWords, textOf } = start;
  const ending = extname(path);
  if (!endings.includes(ending))
    throw new StartFileError(
      path,
      `a ${what} ends in ${endings.slice(0, -1).join(', ')} or ${endings.at(-1)}`,
    );
  const name = basename(path, ending);
  if (!nameForm.test(name))
    throw new StartFileError(path, `${name} cannot name a ${what}: ${nameWords}`);
  try {
    writeFileSync(path, textOf(name, basename(path)), { flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST')
      throw new StartFileError(path, 'it is there already, and is left as it is');
    if (code === 'ENOENT') throw new StartFileError(path, 'the folder of that path is not there');
    throw error;
  }
}

/** The path as a word that no command takes for the name of something that ships. */
export function asPath(path: string): string {
  return plainLine(/[\\/]/.test(path) ? path : `./${path}`);
}
