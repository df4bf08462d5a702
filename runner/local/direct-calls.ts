// A short way to a cloud in the same process. It keeps the parts of the SDK that make its
// behaviour: how a request is written, how an answer is read, and how an error is made. It leaves
// out all that serves the network: endpoint rules, signatures, retries, checksums and transport
// headers. Those parts take longer than the cloud's own work on the call.
//
// Calls that a run makes by the thousand are not even serialized. They are handed over by value, if
// the cloud accepts that.
import type { JsonObject } from '#local-cloud/service.ts';
import { answeredByValue, callByValue } from './calls-by-value.ts';

/** The parts of an SDK client that the short way uses. Every client of the SDK has them. */
export interface DirectClient {
  readonly config: {
    protocol?: unknown;
    readonly requestHandler: unknown;
    readonly endpoint?: unknown;
    cacheMiddleware?: boolean;
  };
  readonly middlewareStack: {
    add(
      middleware: Middleware,
      options: { name: string; step: 'initialize'; priority: 'high' },
    ): void;
  };
}

type Middleware = (next: unknown, context: object) => (call: { input: object }) => Promise<Done>;
type Done = { response: unknown; output: never };

/**
 * Makes a client send its calls with its protocol and its request handler alone. It answers and
 * fails as before, but nothing is retried and nothing is signed.
 * @throws Error when the SDK is not built as expected
 */
export function callDirectly<C extends DirectClient>(client: C): C {
  const { protocol, requestHandler, endpoint } = parts(client);
  const environment = { ...client.config, endpoint: onceRead(endpoint) };
  client.middlewareStack.add(
    (_next, context) => {
      const operation = operationOf(context);
      const call = callByValue(requestHandler, protocol.serviceTarget, String(operation.name));
      const read = (response: object) =>
        protocol.deserializeResponse(operation, environment, response);
      if (call === null)
        return async ({ input }) => {
          const request = await protocol.serializeRequest(operation, input, environment);
          const { response } = await requestHandler.handle(request);
          return { response, output: await read(response) };
        };
      return async ({ input }) => {
        const answer = await call(input as JsonObject, hostnameOf(await environment.endpoint()));
        // From a refusal the SDK makes an error of its own class.
        if ('refusal' in answer)
          return { response: answer.refusal, output: await read(answer.refusal) };
        const output = { ...answer.output, $metadata: answeredByValue };
        return { response: answeredByValue, output: output as never };
      };
    },
    // It runs first, so that none of the SDK's own middlewares is reached.
    { name: 'callDirectly', step: 'initialize', priority: 'high' },
  );
  // No call changes the middlewares, so the order for each command is worked out once.
  client.config.cacheMiddleware = true;
  return client;
}

interface Protocol {
  /** The part of `X-Amz-Target` before the dot. */
  readonly serviceTarget: string;
  serializeRequest(operation: Operation, input: object, environment: object): Promise<object>;
  deserializeResponse(operation: Operation, environment: object, answer: object): Promise<never>;
}

interface RequestHandler {
  handle(request: object): Promise<{ response: object }>;
}

function parts({ config }: DirectClient) {
  const { protocol, requestHandler, endpoint } = config;
  const isWhole =
    has(protocol, 'serializeRequest') &&
    has(protocol, 'deserializeResponse') &&
    typeof (protocol as Partial<Protocol>).serviceTarget === 'string' &&
    has(requestHandler, 'handle') &&
    typeof endpoint === 'function';
  if (!isWhole)
    throw new Error('expected the SDK client to have a protocol, a request handler, an endpoint');
  return {
    protocol: protocol as Protocol,
    requestHandler: requestHandler as RequestHandler,
    endpoint: endpoint as () => Promise<Endpoint>,
  };
}

function has(value: unknown, method: string): boolean {
  return typeof (value as Record<string, unknown> | undefined)?.[method] === 'function';
}

/** As the SDK has it from a setting, or from its rules. */
type Endpoint = { readonly hostname: string } | { readonly url: URL };

function hostnameOf(endpoint: Endpoint): string {
  return 'url' in endpoint ? endpoint.url.hostname : endpoint.hostname;
}

/** The endpoint is a setting here, so it is read once and not for each call. */
function onceRead(read: () => Promise<Endpoint>): () => Promise<Endpoint> {
  let known: Promise<Endpoint> | undefined;
  return () => {
    known ??= read();
    return known;
  };
}

/** An operation in the form that the SDK's protocols expect. */
interface Operation {
  readonly namespace: unknown;
  readonly name: unknown;
  readonly traits: unknown;
  readonly input: unknown;
  readonly output: unknown;
}

/** Reads the operation's schema. The SDK keeps it as a list that begins with its kind. */
function operationOf(context: object): Operation {
  const { operationSchema } = (context as SdkContext).__smithy_context ?? {};
  if (operationSchema === undefined)
    throw new Error('expected the SDK to say the schema of the operation that is called');
  const [, namespace, name, traits, input, output] = operationSchema;
  return { namespace, name, traits, input, output };
}

type SdkContext = { __smithy_context?: { operationSchema?: readonly unknown[] } };
