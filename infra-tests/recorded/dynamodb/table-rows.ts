// Tables by name and by ARN, transactions sent again, sizes by operation, pages and documents.

import type { RecordedRow, RecordedSource } from '../recorded-row.ts';
import {
  type Asker,
  callRow,
  dynalite,
  invalid,
  N,
  padding,
  parity,
  S,
  tableRow,
} from './dynamodb-asks.ts';

const localStack = (test: string, date: string): RecordedSource => ({
  suite: 'LocalStack',
  test: `test_dynamodb.py: ${test}`,
  date,
});
const apiReference = (page: string): RecordedSource => ({
  suite: 'AWS documentation',
  test: `DynamoDB API reference, ${page}`,
  date: '2026-11-29',
});

const Key = { pk: S('a') };

const names = [
  tableRow(
    'a read by the ARN of a table',
    { source: apiReference('GetItem and PutItem, TableName') },
    async (asker) => {
      await asker.send('PutItem', { TableName: asker.arn, Item: { ...Key, n: N('1') } });
      return (await asker.send('GetItem', { TableName: asker.arn, Key })).Item;
    },
    { ...Key, n: N('1') },
  ),
  tableRow(
    'a transaction by the ARN of a table',
    { source: localStack('test_transact_get_items', '2023-08-23') },
    async (asker) => {
      const TransactItems = [{ Get: { TableName: asker.arn, Key } }];
      return (await asker.send('TransactGetItems', { TransactItems })).Responses;
    },
    [{}],
  ),
  tableRow(
    'a description has the ARN of the table and its id, and the ARN of an index',
    { source: localStack('test_batch_write_items_streaming', '2023-10-22'), table: 'I' },
    async (asker) => {
      const table = (await asker.send('DescribeTable', {})).Table as Description;
      const [index] = table.GlobalSecondaryIndexes;
      return {
        isArn: table.TableArn === asker.arn,
        hasId: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(table.TableId),
        isIndexArn: index?.IndexArn === `${asker.arn}/index/all`,
        isProtected: table.DeletionProtectionEnabled,
      };
    },
    {
      isArn: true,
      hasId: true,
      isIndexArn: true,
      isProtected: false,
    },
  ),
  callRow(
    'the description of a table that is not there names it',
    { source: dynalite('describeTable.js: table does not exist') },
    ['DescribeTable', { TableName: 'nowhere' }],
    'ResourceNotFoundException: Requested resource not found: Table: nowhere not found',
  ),
];

type Description = {
  readonly TableArn: string;
  readonly TableId: string;
  readonly DeletionProtectionEnabled: boolean;
  readonly GlobalSecondaryIndexes: readonly { readonly IndexArn: string }[];
};

const put = (asker: Asker, Item: object, ClientRequestToken = 'once') =>
  asker.outcome('TransactWriteItems', {
    ClientRequestToken,
    TransactItems: [{ Put: { TableName: asker.table, Item } }],
  });

const tokens = [
  tableRow(
    'a transaction sent again with its members in another order is the same',
    { source: localStack('test_dynamodb_idempotent_writing', '2023-08-23') },
    async (asker) => [
      await put(asker, { pk: S('a'), n: S('x'), m: { M: { b: N('1'), c: N('2') } } }),
      await put(asker, { m: { M: { c: N('2'), b: N('1') } }, n: S('x'), pk: S('a') }),
    ],
    ['accepted', 'accepted'],
  ),
  tableRow(
    'another transaction under the same token',
    { source: apiReference('TransactWriteItems, ClientRequestToken') },
    async (asker) => [
      await put(asker, { pk: S('a') }),
      (await put(asker, { pk: S('b') })).split(':')[0],
    ],
    ['accepted', 'IdempotentParameterMismatchException'],
  ),
];

const surfaces = parity('tier3/limits/itemSizeBySurface.test.ts', '2026-08-18');
const PUT_TOO_LARGE = 'Item size has exceeded the maximum allowed size';
const UPDATE_TOO_LARGE = 'Item size to update has exceeded the maximum allowed size';
const LARGEST = 400 * 1024;
const itemOfBytes = (bytes: number) => ({ ...Key, p: padding(bytes - 'pk'.length - 1 - 1) });
const setOfBytes = (bytes: number) => ({
  Key,
  UpdateExpression: 'SET p = :p',
  ExpressionAttributeValues: { ':p': itemOfBytes(bytes).p },
});

const sizes = [
  callRow(
    'a batch that puts an item of a byte too much',
    { source: surfaces },
    [
      'BatchWriteItem',
      (t) => ({ RequestItems: { [t]: [{ PutRequest: { Item: itemOfBytes(LARGEST + 1) } }] } }),
    ],
    invalid(PUT_TOO_LARGE),
  ),
  callRow(
    'a transaction that puts an item of a byte too much is refused, not cancelled',
    { source: surfaces },
    [
      'TransactWriteItems',
      (TableName) => ({ TransactItems: [{ Put: { TableName, Item: itemOfBytes(LARGEST + 1) } }] }),
    ],
    invalid(PUT_TOO_LARGE),
  ),
  callRow(
    'a transaction that updates an item to a byte too much is cancelled',
    { source: surfaces },
    [
      'TransactWriteItems',
      (TableName) => ({ TransactItems: [{ Update: { TableName, ...setOfBytes(LARGEST + 1) } }] }),
    ],
    `TransactionCanceledException: ValidationError: ${UPDATE_TOO_LARGE}`,
  ),
  callRow(
    'a transaction that updates an item to 400 KB',
    { source: surfaces },
    [
      'TransactWriteItems',
      (TableName) => ({ TransactItems: [{ Update: { TableName, ...setOfBytes(LARGEST) } }] }),
    ],
    'accepted',
  ),
  callRow(
    'an update of an item to a byte too much',
    { source: surfaces },
    ['UpdateItem', setOfBytes(LARGEST + 1)],
    invalid(UPDATE_TOO_LARGE),
  ),
  callRow(
    'an update of an item to 400 KB',
    {
      source: surfaces,
      differs:
        'in 22 of 33 regions an update pays some bytes for each of its clauses: an undocumented ' +
        'rule that matters within bytes of 400 KB',
    },
    ['UpdateItem', setOfBytes(LARGEST)],
    invalid(UPDATE_TOO_LARGE),
  ),
];

const pages = [
  tableRow(
    'a scan that starts after a key of another segment',
    { source: dynalite('scan.js: ExclusiveStartKey is from different segment') },
    async (asker) => {
      for (let index = 0; index < 20; index += 1) {
        await asker.send('PutItem', { Item: { pk: S(`k${index}`) } });
      }
      const segments = { TotalSegments: 2, Limit: 1 };
      const { LastEvaluatedKey } = await asker.send('Scan', { ...segments, Segment: 0 });
      return asker.outcome('Scan', {
        ...segments,
        Segment: 1,
        ExclusiveStartKey: LastEvaluatedKey,
      });
    },
    invalid(
      'The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ' +
        'ExclusiveStartKey with correct Segment. TotalSegments: 2 Segment: 1',
    ),
  ),
  callRow(
    'a strongly consistent query of an index',
    { source: parity('tier3/error-messages/indexReads.test.ts', '2026-09-02'), table: 'I' },
    [
      'Query',
      {
        IndexName: 'all',
        KeyConditionExpression: 'g = :v',
        ExpressionAttributeValues: { ':v': S('x') },
        ConsistentRead: true,
      },
    ],
    invalid('Consistent reads are not supported on global secondary indexes'),
  ),
  callRow(
    'a strongly consistent scan of an index',
    { source: parity('tier3/error-messages/indexReads.test.ts', '2026-09-02'), table: 'I' },
    ['Scan', { IndexName: 'all', ConsistentRead: true }],
    invalid('Consistent reads are not supported on global secondary indexes'),
  ),
  callRow(
    'a query for specific attributes that it does not name',
    { source: { suite: 'nubo-db/dynoxide', test: 'issue 121', date: '2026-07-01' } },
    [
      'Query',
      {
        KeyConditionExpression: 'pk = :v',
        ExpressionAttributeValues: { ':v': S('x') },
        Select: 'SPECIFIC_ATTRIBUTES',
      },
    ],
    invalid(
      '1 validation error detected: Must specify the AttributesToGet or ProjectionExpression ' +
        'when choosing to get SPECIFIC_ATTRIBUTES',
    ),
  ),
  callRow(
    'a scan for specific attributes that it does not name',
    { source: { suite: 'nubo-db/dynoxide', test: 'issue 121', date: '2026-07-01' } },
    ['Scan', { Select: 'SPECIFIC_ATTRIBUTES' }],
    invalid(
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get ' +
        'SPECIFIC_ATTRIBUTES',
    ),
  ),
];

const paths = parity('tier1/updateItem/paths.test.ts');
const documents = [
  tableRow(
    'a value set beyond the end of a list is appended',
    { source: paths },
    async (asker) => {
      await asker.send('PutItem', { Item: { ...Key, l: { L: [S('a'), S('b')] } } });
      const { Attributes } = await asker.send('UpdateItem', {
        Key,
        UpdateExpression: 'SET l[9] = :v',
        ExpressionAttributeValues: { ':v': S('c') },
        ReturnValues: 'ALL_NEW',
      });
      return Attributes;
    },
    { ...Key, l: { L: [S('a'), S('b'), S('c')] } },
  ),
  tableRow(
    'an update returns every part that it set',
    { source: paths },
    async (asker) => {
      await asker.send('PutItem', { Item: { ...Key, a: { M: { existing: S('e') } } } });
      const { Attributes } = await asker.send('UpdateItem', {
        Key,
        UpdateExpression: 'SET a.b = :x, a.c = :y',
        ExpressionAttributeValues: { ':x': S('x'), ':y': S('y') },
        ReturnValues: 'UPDATED_NEW',
      });
      return Attributes;
    },
    { a: { M: { b: S('x'), c: S('y') } } },
  ),
  tableRow(
    'a set in a map that is not there',
    { source: paths },
    async (asker) => {
      await asker.send('PutItem', { Item: Key });
      return (
        await asker.outcome('UpdateItem', {
          Key,
          UpdateExpression: 'SET missing.nested.deep = :v',
          ExpressionAttributeValues: { ':v': S('x') },
        })
      ).split(':')[0];
    },
    'ValidationException',
  ),
];

/** Tables, tokens, sizes, pages and documents. */
export const tableRows: readonly RecordedRow[] = [
  ...names,
  ...tokens,
  ...sizes,
  ...pages,
  ...documents,
];
