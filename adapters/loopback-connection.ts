// How an operator's command reaches a deployed stack: on this machine, and nowhere else.
import type { WatchedClient } from './client-watch.ts';
import type { ClientConfig } from './clients.ts';
import {
  type Environment,
  keepOnLoopback,
  type LoopbackEndpoint,
  loopbackEndpoint,
  loopbackLookup,
  refuseForeignUrl,
} from './loopback.ts';
import type { OperatorConnection } from './operator-connection.ts';
import { noteFailedCalls } from './service-failure.ts';

/**
 * A connection whose clients refuse every request to another machine, and note which of their calls
 * failed.
 */
export interface LoopbackConnection extends OperatorConnection {
  readonly target: 'engine';
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

/** A connection to an endpoint that was checked before. Its clients check each request again. */
export function connectionTo(at: LoopbackEndpoint): LoopbackConnection {
  return {
    target: 'engine',
    at,
    region: at.region,
    place: at.endpoint,
    refuseForeign: refuseForeignUrl,
    clientConfig: { ...at, ...nothingLookedUp, requestHandler: onLoopback },
    connect(client) {
      const watched = client as WatchedClient;
      keepOnLoopback(watched);
      noteFailedCalls(watched);
      return client;
    },
  };
}

/**
 * Settings that the SDK would otherwise read from variables and files. Each could lead off this
 * machine: `auto` asks the metadata service for the region, discovery asks the endpoint for another
 * endpoint, and the others select AWS's own endpoints.
 */
export const nothingLookedUp = {
  defaultsMode: 'legacy',
  endpointDiscoveryEnabled: false,
  useFipsEndpoint: false,
  useDualstackEndpoint: false,
  accountIdEndpointMode: 'disabled',
} as const satisfies ClientConfig;

/**
 * The time-outs end a call that an engine accepted and never answers; a slow answer still passes.
 * The client has its own agents, since Node's global agent may use a proxy.
 */
const onLoopback = {
  connectionTimeout: 5_000,
  requestTimeout: 30_000,
  throwOnRequestTimeout: true,
  httpAgent: { lookup: loopbackLookup() },
  httpsAgent: { lookup: loopbackLookup() },
};
