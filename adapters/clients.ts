import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';

/** What every client of the SDK can be made with. */
export type ClientConfig = DynamoDBClientConfig;

/**
 * How code reaches its cloud. Who starts the code hands this in, so that no adapter knows which
 * cloud it is in.
 */
export interface Connection {
  /** What each SDK client is made with; empty where the SDK finds everything by itself. */
  readonly clientConfig: ClientConfig;
  /** Returns the same client, ready to send; in Lambda nothing is left to be done. */
  connect<Client extends AnyClient>(client: Client): Client;
}

/** What all clients of the SDK have in common. */
export interface AnyClient {
  readonly config: object;
  readonly middlewareStack: object;
}

/** Whoever has a connection, such as a function's runtime. */
export interface Connected {
  readonly connection: Connection;
}

export function dynamoDbClient({ connection }: Connected): DynamoDBClient {
  return connection.connect(new DynamoDBClient(connection.clientConfig));
}

export function sqsClient({ connection }: Connected): SQSClient {
  return connection.connect(new SQSClient(connection.clientConfig));
}

export function secretsManagerClient({ connection }: Connected): SecretsManagerClient {
  return connection.connect(new SecretsManagerClient(connection.clientConfig));
}
