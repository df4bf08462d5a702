// The condition of `answeringDuplicateCheck`, where no message is delivered in copies and batches do
// not meet: an answer with the nonce of a request is its own, of an earlier attempt.

/** A client that answers a duplicate check, as far as that depends on it. */
export interface CheckedNode {
  readonly epoch: number;
  readonly isClient: boolean;
  readonly minNonce: number;
  /** The nonce of whichever request answered last; below all nonces where none did. */
  readonly answeredNonce: number;
}

/** Whether the request of a boot, with a proof of that nonce, goes on. */
export function answersDuplicateCheck(
  { epoch, isClient, minNonce, answeredNonce }: CheckedNode,
  requestEpoch: number,
  nonce: number,
): boolean {
  return isClient && requestEpoch === epoch && minNonce <= nonce && answeredNonce <= nonce;
}
