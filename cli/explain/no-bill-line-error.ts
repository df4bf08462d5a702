import { plainLine } from '#domain/plain-text.ts';
import { didYouMean } from '#runner/sentences/nearest-word.ts';

/** The line that was asked for is none of a bill; the message names the nearest. */
export class NoBillLineError extends Error {
  override readonly name = 'NoBillLineError';

  constructor(line: string, known: readonly string[]) {
    super(plainLine(`${line} is no line of a bill. ${didYouMean(line, known)}`));
  }
}
