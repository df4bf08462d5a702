import { ServiceError } from '#local-cloud/service.ts';

/** The answer to a request that DynamoDB refuses before it reads or writes anything. */
export function validationError(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}

/**
 * A parameter whose value is not one that DynamoDB takes, in the words AWS uses for most of them.
 */
export function invalidParameter(message: string): ServiceError {
  return validationError(`One or more parameter values were invalid: ${message}`);
}

/**
 * A key (of the table or of an index) that does not fit its schema: other attributes, other types,
 * too long. In a transaction it cancels, where every other fault of a request refuses it.
 */
export class KeyMismatchError extends ServiceError {
  constructor(message: string) {
    super('ValidationException', message);
  }
}
