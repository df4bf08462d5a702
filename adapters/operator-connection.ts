// What an operator's command has to know of its connection, whether it leads to an engine on this
// machine or to AWS.
import type { Connection } from './clients.ts';

/** Where a command operates: an engine on this machine, or AWS itself. */
export type Target = 'engine' | 'aws';

/** A connection to the one place where a command operates. Its clients send nothing elsewhere. */
export interface OperatorConnection extends Connection {
  readonly target: Target;
  /** AWS's name of the region. */
  readonly region: string;
  /** The place in words: `http://localhost:4566`, or `AWS account 123456789012`. */
  readonly place: string;
  /**
   * Accepts an address, such as a queue's, only if it is at this place.
   * @param what names the address in the error
   * @throws {ForeignEndpointError}
   */
  refuseForeign(what: string, url: string): void;
}

/** A call to AWS before its account was confirmed, or more calls than were priced. */
export class NoPermitError extends Error {
  override readonly name = 'NoPermitError';
}
