import { plainLine } from '#domain/plain-text.ts';

/** A file of prices cannot be used: the message names the file, the lines, fields and reasons. */
export class PriceBookError extends Error {
  override readonly name = 'PriceBookError';

  constructor(path: string, reasons: readonly string[]) {
    const said = reasons.map((reason) => reason.replace(/\.$/, '')).join('; ');
    super(plainLine(`${path}: ${said}.`));
  }
}
