// What the cases of DynamoDB share: one table laid out as the stack's own, and short calls to it.
import {
  type AttributeValue,
  type ConsumedCapacity,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { ContractBench, ContractCase } from '../contract-case.ts';
import { aTable } from '../contract-template.ts';

/** An item, or a key, as DynamoDB carries it. */
export type Item = Record<string, AttributeValue>;

/** The logical id of the table that every case has. */
const TABLE = 'Things';

const keySchema = (hash: string) => [
  { AttributeName: hash, KeyType: 'HASH' },
  { AttributeName: 'sk', KeyType: 'RANGE' },
];

const resources = {
  [TABLE]: aTable({
    KeySchema: keySchema('pk'),
    AttributeDefinitions: ['pk', 'sk', 'candidateCell'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    GlobalSecondaryIndexes: [
      {
        IndexName: 'candidates',
        KeySchema: keySchema('candidateCell'),
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['nodeId', 'epoch'] },
      },
    ],
    TimeToLiveSpecification: { AttributeName: 'expiresAtSeconds', Enabled: true },
  }),
};

/** A case with the table `Things`, as far as nothing else is said. */
export function dynamoDbCase(one: Omit<ContractCase, 'service' | 'resources'>): ContractCase {
  return { service: 'dynamodb', resources, ...one };
}

/** The table's name. */
export function tableName({ ref }: ContractBench): string {
  return ref(TABLE);
}

/** A key of the table; all cases stay in one partition unless they say otherwise. */
export function keyOf(sk: string, pk = 'cell'): Item {
  return { pk: { S: pk }, sk: { S: sk } };
}

/** An item with plain values as its attributes. */
export function itemOf(sk: string, attributes: object = {}, pk = 'cell'): Item {
  return { ...keyOf(sk, pk), ...valuesOf(attributes) };
}

/** Plain values as DynamoDB's. */
export function valuesOf(values: object): Item {
  return marshall(values, { removeUndefinedValues: true });
}

/** A text of so many bytes. */
export function textOfBytes(bytes: number): string {
  return 'x'.repeat(bytes);
}

/** Puts an item and returns its units. */
export async function put(bench: ContractBench, Item: Item): Promise<Units> {
  const { ConsumedCapacity } = await bench.dynamodb.send(
    new PutItemCommand({ TableName: tableName(bench), Item, ReturnConsumedCapacity: 'INDEXES' }),
  );
  return unitsOf(ConsumedCapacity);
}

/** Reads an item consistently, as plain values; undefined where there is none. */
export async function get(bench: ContractBench, sk: string): Promise<unknown> {
  const { Item } = await bench.dynamodb.send(
    new GetItemCommand({ TableName: tableName(bench), Key: keyOf(sk), ConsistentRead: true }),
  );
  return Item && plain(Item);
}

/** Updates an item; values are plain. */
export function update(
  bench: ContractBench,
  sk: string,
  UpdateExpression: string,
  values: object | undefined,
  more: Partial<UpdateItemCommandInput> = {},
) {
  return bench.dynamodb.send(
    new UpdateItemCommand({
      TableName: tableName(bench),
      Key: keyOf(sk),
      UpdateExpression,
      ...(values && { ExpressionAttributeValues: valuesOf(values) }),
      ...more,
    }),
  );
}

/** Queries the partition of all cases; values are plain. */
export function query(
  bench: ContractBench,
  condition: string,
  values: object,
  more: Partial<QueryCommandInput> = {},
) {
  return bench.dynamodb.send(
    new QueryCommand({
      TableName: tableName(bench),
      KeyConditionExpression: condition,
      ExpressionAttributeValues: valuesOf(values),
      ReturnConsumedCapacity: 'INDEXES',
      ...more,
    }),
  );
}

/** Writes all or nothing. */
export function transact(
  bench: ContractBench,
  TransactItems: TransactWriteItem[],
  ClientRequestToken?: string,
) {
  return bench.dynamodb.send(
    new TransactWriteItemsCommand({
      TransactItems,
      ClientRequestToken,
      ReturnConsumedCapacity: 'INDEXES',
    }),
  );
}

/** Sort keys of items, in their order. */
export function sortKeys(items: readonly Item[] | undefined): readonly unknown[] {
  return (items ?? []).map(({ sk }) => sk?.S);
}

/** Units of a table and, where it has some, of the index. */
export type Units = { readonly table: number | undefined; readonly index?: number | undefined };

/** The units of one table's capacity, total left out: it is the sum. */
export function unitsOf(capacity: ConsumedCapacity | undefined): Units {
  const index = capacity?.GlobalSecondaryIndexes?.candidates?.CapacityUnits;
  return {
    table: capacity?.Table?.CapacityUnits,
    ...(index !== undefined && { index }),
  };
}

/** An item as plain values, its sets as sorted lists. */
export function plain(item: Item): unknown {
  return JSON.parse(
    JSON.stringify(unmarshall(item), (_name, value: unknown) =>
      value instanceof Set ? [...value].sort() : value,
    ),
  );
}
