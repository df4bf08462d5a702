import { plainLine } from '#domain/plain-text.ts';

/** The text after `--policy` names nothing that can be run, or the code of its file failed. */
export class PolicyChoiceError extends Error {
  override readonly name = 'PolicyChoiceError';

  constructor(message: string, options?: ErrorOptions) {
    super(plainLine(message), options);
  }
}

/**
 * Whether a policy caused the error. An error from a thread has lost its class, but not its name.
 */
export function isPolicyError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'PolicyChoiceError';
}
