import { didYouMean } from '#runner/sentences/nearest-word.ts';
import { WrongInputError } from '#runner/wrong-input-error.ts';

/** The bill has no line of the given name. The message names the nearest one. */
export class NoBillLineError extends WrongInputError {
  override readonly name = 'NoBillLineError';

  constructor(line: string, known: readonly string[]) {
    super(`${line} is no line of a bill. ${didYouMean(line, known)}`);
  }
}
