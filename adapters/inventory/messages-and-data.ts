// Asks SQS, DynamoDB and Secrets Manager what they have.
import {
  DescribeTableCommand,
  type DynamoDBClient,
  ListTablesCommand,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { ListSecretsCommand, type SecretListEntry } from '@aws-sdk/client-secrets-manager';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { type Connected, dynamoDbClient, secretsManagerClient, sqsClient } from '../clients.ts';
import { everyPage, type Found, type Question, stackTagKey } from './found.ts';

/** The queues of the account and region. */
export function queues(connected: Connected): Question {
  const client = sqsClient(connected);
  return {
    service: 'SQS',
    what: 'queues',
    async list() {
      const urls = await everyPage(async (NextToken) => {
        const page = await client.send(new ListQueuesCommand({ NextToken, MaxResults: 1_000 }));
        return { items: page.QueueUrls ?? [], next: page.NextToken };
      });
      return urls.map((url) => ({
        kind: 'queue',
        name: url.slice(url.lastIndexOf('/') + 1),
        deleteBy: url,
        ids: [url],
        note: '',
        upkeep: {},
      }));
    },
  };
}

/** The tables of the account and region. */
export function tables(connected: Connected): Question {
  const client = dynamoDbClient(connected);
  return {
    service: 'DynamoDB',
    what: 'tables',
    async list() {
      const names = await everyPage(async (ExclusiveStartTableName) => {
        const page = await client.send(new ListTablesCommand({ ExclusiveStartTableName }));
        return { items: page.TableNames ?? [], next: page.LastEvaluatedTableName };
      });
      return names.map((name) => ({ kind: 'table', name, ids: [], note: '', upkeep: {} }));
    },
    look: (found) => tableDetails(client, found),
  };
}

async function tableDetails(client: DynamoDBClient, found: Found): Promise<Found> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: found.name }));
  if (Table === undefined) return found;
  const isSettled = Table.TableStatus === undefined || Table.TableStatus === 'ACTIVE';
  const note = isSettled ? '' : String(Table.TableStatus);
  const indexes = Table.GlobalSecondaryIndexes ?? [];
  const sum = (of: (part: Pick<TableDescription, 'ProvisionedThroughput'>) => number | undefined) =>
    [Table, ...indexes].reduce((total, part) => total + (of(part) ?? 0), 0);
  const upkeep = {
    storedBytes: [Table.TableSizeBytes, ...indexes.map((index) => index.IndexSizeBytes)].reduce(
      (total: number, bytes) => total + (bytes ?? 0),
      0,
    ),
    readCapacity: sum((part) => part.ProvisionedThroughput?.ReadCapacityUnits),
    writeCapacity: sum((part) => part.ProvisionedThroughput?.WriteCapacityUnits),
  };
  // A table on demand may say some capacity too, by which it is not billed.
  const isOnDemand = Table.BillingModeSummary?.BillingMode === 'PAY_PER_REQUEST';
  return {
    ...found,
    note,
    upkeep: isOnDemand ? { storedBytes: upkeep.storedBytes } : upkeep,
  };
}

/** The secrets of the account and region, with those that wait for their deletion. */
export function secrets(connected: Connected): Question {
  const client = secretsManagerClient(connected);
  return {
    service: 'Secrets Manager',
    what: 'secrets',
    async list() {
      const entries = await everyPage(async (NextToken) => {
        const wanted = { NextToken, IncludePlannedDeletion: true };
        const page = await client.send(new ListSecretsCommand(wanted));
        return { items: page.SecretList ?? [], next: page.NextToken };
      });
      return entries.map(secretFound);
    },
  };
}

function secretFound({ Name = '', ARN = '', Tags, DeletedDate }: SecretListEntry): Found {
  const day = DeletedDate?.toISOString().slice(0, 10);
  return {
    kind: 'secret',
    name: Name,
    ids: [ARN],
    stackTag: Tags?.find(({ Key }) => Key === stackTagKey)?.Value,
    note: day === undefined ? '' : `scheduled for deletion (${day})`,
    upkeep: { isEnding: day !== undefined },
  };
}
