// What a function's code gets and returns.

import type { ClientHandler } from '../gateway/sdk-transport.ts';

/** One structured line of a function's log. */
export type LogEntry = {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  readonly [field: string]: unknown;
};

/** The environment of a handler: its variables, time, chance, and the way to the services. */
export type LambdaEnvironment = {
  readonly env: Readonly<Record<string, string>>;
  nowMs(): number;
  sleep(durationMs: number): Promise<void>;
  random(): number;
  /** For the SDK clients of this environment; cut off when the environment dies. */
  readonly requestHandler: ClientHandler;
  log(entry: LogEntry): void;
  /** Adds to a metric of the function's choice. */
  count(metric: string, value: number): void;
  /** Calls back once the environment has ended, for code that holds something outside. */
  onEnd(callBack: () => void): void;
};

/** The second argument of a handler, as far as it makes sense in one process. */
export type LambdaContext = {
  readonly awsRequestId: string;
  readonly functionName: string;
  readonly invokedFunctionArn: string;
  /** In MB, as text: the Node runtime has it so. */
  readonly memoryLimitInMB: string;
  getRemainingTimeInMillis(): number;
};

/** What handles the invocations of one environment, one at a time. */
export type LambdaHandler = (event: unknown, context: LambdaContext) => Promise<unknown>;

/** A function's code: called once per cold start, like the module scope of a bundle. */
export type LambdaCode = (environment: LambdaEnvironment) => LambdaHandler;
