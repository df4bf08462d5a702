// What every service of the local cloud has in common: one call in, one answer or named error out.

/** A JSON object as the AWS JSON protocols carry it. */
export type JsonObject = { [key: string]: unknown };

/**
 * One AWS service as a state machine: it changes only when it is called or when the virtual clock
 * runs an action that it scheduled. Calls are synchronous; latency and faults are added by the
 * gateway.
 */
export interface Service {
  /** The part of `X-Amz-Target` before the dot, e.g. `AmazonSQS`. */
  readonly target: string;
  /**
   * Carries out one operation.
   * @throws {ServiceError} what AWS answers with an error, under AWS's own error code
   * @throws {UnsupportedError} an operation or parameter that the local cloud does not have
   */
  call(operation: string, input: JsonObject, context?: CallContext): JsonObject;
  /** The names of an error in an answer, where they differ from its code. */
  errorNames?(code: string): ErrorNames | undefined;
}

/** An error's name in the JSON protocol, and its name in the older query protocol. */
export type ErrorNames = { readonly json: string; readonly query: string };

/** What a service may need to know about a call besides its input. */
export type CallContext = {
  /** Whether faults may strike the call. They do not strike calls from outside the cloud. */
  isSubjectToFaults: boolean;
  /** The time from now until the answer leaves the service. */
  answerInMs: number;
  /** The request's `X-Amzn-Trace-Id`, which SQS keeps with every message that it sends. */
  traceHeader?: string | undefined;
};

/** An error that the real service would answer with; `code` is AWS's own name for it. */
export class ServiceError extends Error {
  override readonly name: string = 'ServiceError';
  readonly code: string;
  readonly status: number;
  /** Further members of the error's JSON body, e.g. `CancellationReasons`. */
  readonly details: JsonObject;

  constructor(code: string, message: string, { status = 400, details = {} } = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

/**
 * The local cloud was asked for something that it does not have. This is never retried and never
 * hidden.
 */
export class UnsupportedError extends ServiceError {
  override readonly name = 'UnsupportedError';

  constructor(what: string, known: readonly string[]) {
    super(
      'LocalCloudUnsupported',
      `the local cloud does not support ${what}; it supports: ${known.join(', ')}`,
      { status: 501 },
    );
  }
}

/** Counts of billable and observable units by name, e.g. `sqs.requests`, `dynamodb.writeUnits`. */
export interface Meters {
  add(name: string, quantity: number): void;
}

/** The answer of a clock's action that only changed state and scheduled other actions. */
export const quiet = Symbol('quiet');

/** Virtual time. Actions run in the total order (timeMs, sequence of scheduling). */
export interface Clock {
  nowMs(): number;
  /**
   * Runs `action` at `timeMs`, or now if that has passed. Returns a function that cancels it. An
   * action that has settled no promise may answer `quiet`: then no callback can be waiting.
   */
  at(timeMs: number, action: () => unknown): () => void;
  sleep(durationMs: number): Promise<void>;
}

/** A seeded source of uniform numbers in [0, 1). */
export type Random = () => number;
