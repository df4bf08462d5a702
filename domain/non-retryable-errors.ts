/**
 * Errors, by name, that no further try can help: Step Functions ends the state at once, with their
 * words. All others are tried again.
 */
export const nonRetryableErrors = [
  // Ours: what the input asks for is not there, or is no input. All reads of it are consistent.
  'MalformedMessageError',
  'UnknownRunError',
  'UnknownCellError',
  'UnknownWaveError',
  // The run is over, is conducted by another execution, or was to be started earlier.
  'StartRefusedError',
  // A service's, as the SDK names them: somebody has to mend the stack or its permissions first.
  'AccessDenied',
  'AccessDeniedException',
  'ResourceNotFoundException',
  'QueueDoesNotExist',
  // A call that no service takes is a bug, and stays one.
  'ValidationException',
] as const;
