import { plainLine } from '#domain/plain-text.ts';
import { didYouMean } from '#runner/sentences/nearest-word.ts';

/** The bill has no line of the given name. The message names the nearest one. */
export class NoBillLineError extends Error {
  override readonly name = 'NoBillLineError';

  constructor(line: string, known: readonly string[]) {
    super(plainLine(`${line} is no line of a bill. ${didYouMean(line, known)}`));
  }
}
