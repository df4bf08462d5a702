// How an engine says that it does not have a service, or one of its calls. AWS has them all.

/**
 * The names by which engines refuse a call that they do not know. LocalStack answers with status
 * 501 and InternalFailure, MiniStack and moto with one of the names.
 */
const unknownNames = /^(InvalidAction|NotImplemented\w*|UnknownAction|UnknownOperation\w*)$/;

/** Whether the engine refused a call because it does not know it. */
export function isUnknownOperation(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { $metadata, $response } = error as {
    $metadata?: { httpStatusCode?: number };
    $response?: { statusCode?: number };
  };
  const status = $metadata?.httpStatusCode ?? $response?.statusCode;
  return status === 501 || unknownNames.test(error.name);
}
