import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { callDirectly } from './direct-calls.ts';
import { keepOnLoopback, loopbackLookup, type RequestWatch } from './loopback.ts';
import type { Runtime } from './runtime.ts';
import { type CallWatch, noteFailedCalls } from './service-failure.ts';

export type Surroundings = Pick<Runtime, 'env' | 'requestHandler' | 'loopback'>;

export function dynamoDbClient(runtime: Surroundings): DynamoDBClient {
  return reached(new DynamoDBClient(clientConfig(runtime)), runtime);
}

export function sqsClient(runtime: Surroundings): SQSClient {
  return reached(new SQSClient(clientConfig(runtime)), runtime);
}

export function secretsManagerClient(runtime: Surroundings): SecretsManagerClient {
  return reached(new SecretsManagerClient(clientConfig(runtime)), runtime);
}

/** Returns the client, which takes the short way where the cloud lives in this process. */
function reached<C extends DynamoDBClient | SQSClient | SecretsManagerClient>(
  client: C,
  runtime: Surroundings,
): C {
  const isInProcess = runtime.requestHandler !== undefined && runtime.loopback === undefined;
  return isInProcess ? callDirectly(client) : guarded(client, runtime);
}

/**
 * Returns the client, which from here on sends only where its surroundings allow. An operator's
 * notes which of its calls failed, too.
 */
export function guarded<Client extends { readonly middlewareStack: RequestWatch & CallWatch }>(
  client: Client,
  { loopback }: Surroundings,
): Client {
  if (loopback === undefined) return client;
  keepOnLoopback(client);
  noteFailedCalls(client);
  return client;
}

/**
 * Where there is a real endpoint the SDK finds it by itself (`AWS_ENDPOINT_URL`, region,
 * credentials). In this process nothing is signed, since a signature costs more than the call, and
 * nothing is retried inside the SDK, whose pauses would run on the wall clock: a refused call fails
 * its message, and the queue delivers it again.
 */
export function clientConfig(surroundings: Surroundings): DynamoDBClientConfig {
  const { env, requestHandler, loopback } = surroundings;
  if (loopback !== undefined)
    return { ...loopback, ...nothingLookedUp, requestHandler: onLoopback };
  if (requestHandler === undefined) return {};
  return {
    ...nothingLookedUp,
    requestHandler,
    endpoint: env.AWS_ENDPOINT_URL ?? 'http://local-cloud.invalid',
    region: env.AWS_REGION ?? 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    signer: { sign: async (request) => request },
    maxAttempts: 1,
  };
}

/**
 * What the SDK would else read from variables and files: `auto` asks the machine's metadata service
 * where it is, discovery asks the endpoint for another one, and the others name AWS's own.
 */
const nothingLookedUp = {
  defaultsMode: 'legacy',
  endpointDiscoveryEnabled: false,
  useFipsEndpoint: false,
  useDualstackEndpoint: false,
  accountIdEndpointMode: 'disabled',
} as const;

/**
 * An engine that took a request and does not answer is told from a slow one by the limits. Agents
 * of their own go through no proxy, which Node's own agent may.
 */
const onLoopback = {
  connectionTimeout: 5_000,
  requestTimeout: 30_000,
  throwOnRequestTimeout: true,
  httpAgent: { lookup: loopbackLookup() },
  httpsAgent: { lookup: loopbackLookup() },
};
