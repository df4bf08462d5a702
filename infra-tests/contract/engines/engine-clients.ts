// The SDK clients of one engine, which send to this machine alone and never try twice.

import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { keepOnLoopback } from '#adapters/loopback.ts';
import { noteFailedCalls } from '#adapters/service-failure.ts';
import { ENGINE_REGION } from '../../engines/loopback-environment.ts';

/** Clients that share one endpoint. */
export type EngineClients = {
  readonly sqs: SQSClient;
  readonly dynamodb: DynamoDBClient;
  readonly sfn: SFNClient;
  readonly cloudFormation: CloudFormationClient;
};

/** Clients of an engine at `http://127.0.0.1:<port>`. */
export function engineClients(endpoint: string): EngineClients {
  const config = {
    endpoint,
    region: ENGINE_REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    // A case wants to see the answer, not what became of it after some tries.
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 40_000 },
  };
  const clients = {
    sqs: new SQSClient(config),
    dynamodb: new DynamoDBClient(config),
    sfn: new SFNClient(config),
    cloudFormation: new CloudFormationClient(config),
  };
  for (const client of Object.values(clients)) {
    keepOnLoopback(client);
    noteFailedCalls(client);
  }
  return clients;
}
