// How an operator's command reaches a deployed stack: on this machine, and nowhere else.
import type { ClientConfig, Connection } from './clients.ts';
import {
  type Environment,
  keepOnLoopback,
  type LoopbackEndpoint,
  loopbackEndpoint,
  loopbackLookup,
  type RequestWatch,
} from './loopback.ts';
import { type CallWatch, noteFailedCalls } from './service-failure.ts';

/**
 * A connection whose clients refuse every request to another machine, and note which of their calls
 * failed.
 */
export interface LoopbackConnection extends Connection {
  /** Where everything is sent. */
  readonly at: LoopbackEndpoint;
}

/**
 * Reads from the environment where the engine is.
 * @throws {UnreadableEndpointError} naming the variable whose value is no web address
 * @throws {ForeignEndpointError} naming the variable that leads, or may lead, off this machine
 */
export function loopbackConnection(env: Environment): LoopbackConnection {
  return connectionTo(loopbackEndpoint(env));
}

/** A connection to an endpoint that was judged already. Its clients judge each request again. */
export function connectionTo(at: LoopbackEndpoint): LoopbackConnection {
  return {
    at,
    clientConfig: { ...at, ...nothingLookedUp, requestHandler: onLoopback },
    connect(client) {
      const watched = client as { readonly middlewareStack: RequestWatch & CallWatch };
      keepOnLoopback(watched);
      noteFailedCalls(watched);
      return client;
    },
  };
}

/**
 * What the SDK would else read from variables and files: `auto` asks the machine's metadata service
 * where it is, discovery asks the endpoint for another one, and the others name AWS's own.
 */
export const nothingLookedUp = {
  defaultsMode: 'legacy',
  endpointDiscoveryEnabled: false,
  useFipsEndpoint: false,
  useDualstackEndpoint: false,
  accountIdEndpointMode: 'disabled',
} as const satisfies ClientConfig;

/**
 * An engine that took a request and does not answer is distinguished from a slow one by the limits.
 * Agents of their own go through no proxy, which Node's own agent may.
 */
const onLoopback = {
  connectionTimeout: 5_000,
  requestTimeout: 30_000,
  throwOnRequestTimeout: true,
  httpAgent: { lookup: loopbackLookup() },
  httpsAgent: { lookup: loopbackLookup() },
};
