// The condition of `answeringDuplicateCheck`, for a network that delivers each message once. There
// an answer with the nonce of a request came from an earlier attempt of the same request.

/** As much of a node as decides whether its request goes on. */
export interface CheckedNode {
  readonly epoch: number;
  readonly isClient: boolean;
  readonly minNonce: number;
  /** The nonce of the last answer. Where there is none, it is below all nonces. */
  readonly answeredNonce: number;
}

/** Whether a request, of some boot and with some nonce, answers the check and goes on. */
export function answersDuplicateCheck(
  { epoch, isClient, minNonce, answeredNonce }: CheckedNode,
  requestEpoch: number,
  nonce: number,
): boolean {
  return isClient && requestEpoch === epoch && minNonce <= nonce && answeredNonce <= nonce;
}
