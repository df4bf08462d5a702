// The failures that the Amazon States Language knows by name. Any other exception is a bug of the
// interpreter.

/**
 * A state failed with an error that Retry and Catch can see. It is an exception, not a value,
 * because it crosses templates, paths and nested flows on its way to the nearest Retry or Catch.
 * Names: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export class StatesError extends Error {
  override readonly name = 'StatesError';
  /** The error's name, e.g. `States.Timeout` or what a function threw. */
  readonly error: string;
  /** The text that Catch and DescribeExecution show. */
  readonly causeText: string;

  constructor(error: string, causeText: string) {
    super(`${error}: ${causeText}`);
    this.error = error;
    this.causeText = causeText;
  }
}

/** An error of the definition or its data that no Retry or Catch may handle. */
export function runtimeError(causeText: string): StatesError {
  return new StatesError('States.Runtime', causeText);
}
