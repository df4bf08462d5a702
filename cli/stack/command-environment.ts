import type { Transport } from '#adapters/aws-connection.ts';

/** The environment of a command: that of the process. */
export type CommandEnvironment = Pick<NodeJS.Process, 'env' | 'stdout' | 'stderr'> & {
  /** Where a confirmation is typed; without it nothing can be confirmed. */
  readonly stdin?: Pick<NodeJS.ReadStream, 'isTTY'> & NodeJS.ReadableStream;
  /** The way of requests to AWS; tests have their own. */
  readonly transport?: Transport;
};
