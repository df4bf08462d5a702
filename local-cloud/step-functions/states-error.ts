// The failures that have a name in the Amazon States Language. Any other exception is a bug of the
// interpreter.

/**
 * The most characters of a cause that AWS keeps.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_ExecutionFailedEventDetails.html
 */
const causeLengthMax = 32_768;

/**
 * A state failed with an error that Retry and Catch can handle. It is an exception and not a value,
 * since it passes templates, paths and nested flows on its way to the nearest Retry or Catch.
 * Names: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export class StatesError extends Error {
  override readonly name = 'StatesError';
  /**
   * The error's name, e.g. `States.Timeout` or the name that a function threw. A Fail state may
   * have none.
   */
  readonly error: string | undefined;
  /** The text that Catch and DescribeExecution show; a time-out has none. */
  readonly causeText: string | undefined;
  /** Whether no wildcard matches it: neither States.ALL nor States.TaskFailed. */
  readonly isTerminal: boolean;

  constructor(error?: string, causeText?: string, { isTerminal = false } = {}) {
    super([error ?? 'an error without a name', causeText].filter(Boolean).join(': '));
    this.error = error;
    this.causeText = causeText?.slice(0, causeLengthMax);
    this.isTerminal = isTerminal;
  }
}

/** The error's members in events and answers. A missing member is left out. */
export function errorMembers({ error, causeText }: StatesError): {
  readonly error?: string;
  readonly cause?: string;
} {
  return {
    ...(error === undefined ? {} : { error }),
    ...(causeText === undefined ? {} : { cause: causeText }),
  };
}

/** An error of the definition or its data that no Retry or Catch may handle. */
export function runtimeError(causeText: string): StatesError {
  return new StatesError('States.Runtime', causeText, { isTerminal: true });
}
