import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';

/** The settings that every SDK client accepts. */
export type ClientConfig = DynamoDBClientConfig;

/**
 * How code reaches its cloud. The code's caller hands it in, so that no adapter knows which cloud
 * it is in.
 */
export interface Connection {
  /** The settings of each SDK client. They are empty where the SDK finds everything by itself. */
  readonly clientConfig: ClientConfig;
  /** Makes a client ready to send, and returns it. In Lambda there is nothing to do. */
  connect<Client extends AnyClient>(client: Client): Client;
}

/** What all clients of the SDK have in common. */
export interface AnyClient {
  readonly config: object;
  readonly middlewareStack: object;
}

/** An object with a connection, such as a function's runtime. */
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
