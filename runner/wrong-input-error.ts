import { plainLine } from '#domain/plain-text.ts';

/** What the user named or wrote cannot be used. A command that meets it ends as a usage error. */
export class WrongInputError extends Error {
  override readonly name: string = 'WrongInputError';

  /** @param message what cannot be used, and why */
  constructor(message: string) {
    super(plainLine(message));
  }
}
