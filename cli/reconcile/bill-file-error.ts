import { plainLine } from '#domain/plain-text.ts';

/** A file is not a bill that can be read. The message names the file, and the line or columns. */
export class BillFileError extends Error {
  override readonly name = 'BillFileError';

  constructor(path: string, reason: string) {
    super(plainLine(`${path}: ${reason}.`));
  }
}
