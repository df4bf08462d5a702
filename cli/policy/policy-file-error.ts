import { WrongInputError } from '#runner/wrong-input-error.ts';

/** A file for a policy cannot be written there; the message says why. */
export class PolicyFileError extends WrongInputError {
  override readonly name = 'PolicyFileError';

  constructor(path: string, reason: string) {
    super(`${path}: ${reason}.`);
  }
}
