import { WrongInputError } from '#runner/wrong-input-error.ts';

/** A file is not a bill that can be read. The message names the file, and the line or columns. */
export class BillFileError extends WrongInputError {
  override readonly name = 'BillFileError';

  constructor(path: string, reason: string) {
    super(`${path}: ${reason}.`);
  }
}
