import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Runtime } from './runtime.ts';

export type Surroundings = Pick<Runtime, 'env' | 'requestHandler'>;

export function dynamoDbClient(runtime: Surroundings): DynamoDBClient {
  const client = new DynamoDBClient(clientConfig(runtime));
  // It prepares every answer for a log that nobody asked for: a fifth of a call that stays in this process.
  if (runtime.requestHandler) client.middlewareStack.remove('loggerMiddleware');
  return client;
}

export function sqsClient(runtime: Surroundings): SQSClient {
  // The local queue computes no checksum that could be wrong in transit: there is no transit.
  if (runtime.requestHandler === undefined) return new SQSClient({});
  const client = new SQSClient({ ...clientConfig(runtime), md5: false });
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}

/**
 * Where there is a real endpoint the SDK finds it by itself (`AWS_ENDPOINT_URL`, region, credentials).
 * In this process nothing is signed, since a signature costs more than the call, and nothing is
 * retried inside the SDK, whose pauses would run on the wall clock: a refused call fails its message,
 * and the queue delivers it again.
 */
export function clientConfig({ env, requestHandler }: Surroundings): DynamoDBClientConfig {
  if (requestHandler === undefined) return {};
  return {
    requestHandler,
    endpoint: env.AWS_ENDPOINT_URL ?? 'http://local-cloud.invalid',
    region: env.AWS_REGION ?? 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    signer: { sign: async (request) => request },
    maxAttempts: 1,
  };
}
