import { plainLine } from '#domain/plain-text.ts';

/** A file for a policy cannot be written there; the message says why. */
export class PolicyFileError extends Error {
  override readonly name = 'PolicyFileError';

  constructor(path: string, reason: string) {
    super(plainLine(`${path}: ${reason}.`));
  }
}
