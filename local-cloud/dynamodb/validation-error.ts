// DynamoDB's refusals. Their words change: since June 2026 AWS moves its regions to a newer
// validation, operation by operation. The words here are those of eu-west-2 in October 2026. There
// PutItem, UpdateItem and DeleteItem count their errors, BatchWriteItem and Scan still have older
// words, and all other operations have only the newer words (docs/decisions/025-whose-words.md).
import { ServiceError } from '#local-cloud/service.ts';

/** The answer to a request that DynamoDB refuses before it reads or writes anything. */
export function validationError(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}

/** The refusal of a parameter's value, in the words that AWS uses for most of them. */
export function invalidParameter(message: string): ServiceError {
  return validationError(`${INVALID_PARAMETER}${message}`);
}

/** The beginning of many messages. */
export const INVALID_PARAMETER = 'One or more parameter values were invalid: ';

/** A value that DynamoDB does not have, with the words of both validations. */
export class ValueError extends ServiceError {
  readonly olderMessage: string;

  constructor(message: string, olderMessage = message) {
    super('ValidationException', message);
    this.olderMessage = olderMessage;
  }
}

/**
 * A key (of the table or of an index) that does not fit its schema: other attributes, other types,
 * too long. In a transaction it cancels the transaction. Every other fault refuses the request.
 */
export class KeyMismatchError extends ServiceError {
  constructor(message: string) {
    super('ValidationException', message);
  }
}

/** Members of a request that break the rules of AWS's API model. All are reported at once. */
export function constraintErrors(problems: readonly string[]): ServiceError {
  const count = problems.length;
  const errors = count === 1 ? 'error' : 'errors';
  return validationError(`${count} validation ${errors} detected: ${problems.join('; ')}`);
}

/**
 * Reads a part of a request and counts its errors, as PutItem, UpdateItem and DeleteItem do for
 * values and expressions.
 */
export function withCountedErrors<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!isValidationError(error)) throw error;
    throw constraintErrors([error.message]);
  }
}

/** Reads a part of a request whose values are refused in the older words. */
export function inOlderWords<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof ValueError ? validationError(error.olderMessage) : error;
  }
}

/** Whether it is DynamoDB's refusal of a request. */
export function isValidationError(error: unknown): error is ServiceError {
  return error instanceof ServiceError && error.code === 'ValidationException';
}
