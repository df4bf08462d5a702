// How code reaches a cloud that lives in the same process.
import type { ClientConfig, Connection } from '#adapters/clients.ts';
import { nothingLookedUp } from '#adapters/loopback-connection.ts';
import type { ClientHandler } from '#local-cloud/gateway/sdk-transport.ts';
import { callDirectly, type DirectClient } from './direct-calls.ts';

/**
 * The connection of one caller. Nothing is signed, since a signature costs more than the call, and
 * nothing is retried inside the SDK, whose pauses would run on the wall clock: a refused call fails
 * its message, and the queue delivers it again.
 * @param requestHandler hands the caller's requests to the cloud, and judges where they go
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
