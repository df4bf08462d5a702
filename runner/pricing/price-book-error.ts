import { WrongInputError } from '../wrong-input-error.ts';

/** A file of prices cannot be used: the message names the file, the lines, fields and reasons. */
export class PriceBookError extends WrongInputError {
  override readonly name = 'PriceBookError';

  constructor(path: string, reasons: readonly string[]) {
    const said = reasons.map((reason) => reason.replace(/\.$/, '')).join('; ');
    super(`${path}: ${said}.`);
  }
}
