// How an invocation can end, and the exception that its caller gets.

/** The end of an invocation. */
export type InvocationOutcome =
  | { kind: 'succeeded'; payload: unknown }
  | { kind: 'failed'; errorType: string; errorMessage: string }
  | { kind: 'throttled' }
  /** Stopped: its chain of requests has invoked the function too often. */
  | { kind: 'recursive' };

/** A failed or refused invocation. Step Functions matches on `errorType`. */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
  readonly errorType: string;
  readonly errorMessage: string;

  constructor(errorType: string, errorMessage: string) {
    super(`${errorType}: ${errorMessage}`);
    this.errorType = errorType;
    this.errorMessage = errorMessage;
  }
}

/** The payload of an invocation that succeeded. @throws {FunctionError} for any other outcome */
export function payloadOf(outcome: InvocationOutcome): unknown {
  switch (outcome.kind) {
    case 'succeeded':
      return outcome.payload;
    case 'failed':
      throw new FunctionError(outcome.errorType, outcome.errorMessage);
    case 'throttled':
      throw new FunctionError('Lambda.TooManyRequestsException', 'Rate Exceeded.');
    case 'recursive':
      throw new FunctionError(
        'Lambda.RecursiveInvocationException',
        'the function was invoked in a loop of requests, and the invocation was stopped',
      );
    default:
      return outcome satisfies never;
  }
}

/** The error for a missing function, as Step Functions reports it. */
export function functionNotFound(arn: string): FunctionError {
  const service = 'Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException';
  return new FunctionError(
    'Lambda.ResourceNotFoundException',
    `Function not found: ${arn}:$LATEST (${service})`,
  );
}

/** The outcome of a handler that threw, as the Node runtime reports it. */
export function failureOf(error: unknown): InvocationOutcome {
  if (error instanceof Error || isErrorLike(error)) {
    return { kind: 'failed', errorType: error.name, errorMessage: error.message };
  }
  return { kind: 'failed', errorType: typeof error, errorMessage: String(error) };
}

function isErrorLike(error: unknown): error is { name: string; message: string } {
  return typeof error === 'object' && error !== null && 'name' in error && 'message' in error;
}
