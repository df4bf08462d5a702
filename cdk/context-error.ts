/** What the context of the CDK says makes no stack; the message says of each word why. */
export class ContextError extends Error {
  override readonly name = 'ContextError';
}
