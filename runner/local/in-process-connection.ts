// How code reaches a cloud in the same process.
import type { ClientConfig, Connection } from '#adapters/clients.ts';
import { nothingLookedUp } from '#adapters/loopback-connection.ts';
import type { ClientHandler } from '#local-cloud/gateway/sdk-transport.ts';
import { callDirectly, type DirectClient } from './direct-calls.ts';

/**
 * The connection of one caller. Nothing is signed, since a signature costs more than the call. The
 * SDK does not retry, since its pauses would run on the wall clock. A refused call fails its
 * message, and the queue delivers the message again.
 * @param requestHandler hands the caller's requests to the cloud, and checks where they go
 * @param env may name an endpoint or a region, as the environment of a function does
 */
export function inProcessConnection(
  requestHandler: ClientHandler,
  env: Readonly<Record<string, string | undefined>> = {},
): Connection {
  return {
    clientConfig: {
      ...nothingLookedUp,
      requestHandler: requestHandler as ClientConfig['requestHandler'] & object,
      endpoint: env.AWS_ENDPOINT_URL ?? 'http://local-cloud.invalid',
      region: env.AWS_REGION ?? 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      signer: { sign: async (request) => request },
      maxAttempts: 1,
    },
    connect(client) {
      callDirectly(client as typeof client & DirectClient);
      return client;
    },
  };
}
