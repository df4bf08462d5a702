// The parts of an SDK client's middleware stack that this project uses, as far as it uses them.

/** What the SDK says about a call to its middleware. */
export interface CallContext {
  /** As `SQSClient`. */
  readonly clientName?: string;
  /** As `SendMessageCommand`. */
  readonly commandName?: string;
}

/** The part of an SDK client's middleware stack that can watch its requests. */
export interface RequestWatch {
  add(
    middleware: <Step extends { request: unknown }, Answer>(
      next: (step: Step) => Promise<Answer>,
      context: CallContext,
    ) => (step: Step) => Promise<Answer>,
    options: { step: 'deserialize'; priority: 'low'; name: string },
  ): void;
}

/** The part of an SDK client's middleware stack that can watch its calls. */
export interface CallWatch {
  add(
    middleware: <Step extends { input: object }, Answer>(
      next: (step: Step) => Promise<Answer>,
      context: CallContext,
    ) => (step: Step) => Promise<Answer>,
    options: { step: 'initialize'; priority: 'high'; name: string },
  ): void;
}

/** A client, as far as it can be watched. */
export interface WatchedClient {
  readonly middlewareStack: RequestWatch & CallWatch;
}

/** The host of a request that an SDK client is about to send; empty where it has none. */
export function hostnameOf(request: unknown): string {
  const isRequest = typeof request === 'object' && request !== null && 'hostname' in request;
  return isRequest ? String(request.hostname) : '';
}
