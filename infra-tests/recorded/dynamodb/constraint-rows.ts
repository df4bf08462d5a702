// Members that break AWS's model of the API: reported before anything else is checked.

import type { RecordedRow } from '../recorded-row.ts';
import { type Call, callRow, invalid, oneError, parity, S } from './dynamodb-asks.ts';

const FAILED = 'failed to satisfy constraint: Member must';
const EMPTY_NAME = `Value at 'TableName' ${FAILED} have length greater than or equal to 1`;
const CAPACITY =
  `Value 'BOGUS' at 'returnConsumedCapacity' ${FAILED} ` +
  'satisfy enum value set: [INDEXES, TOTAL, NONE]';
const METRICS =
  `Value 'BOGUS' at 'returnItemCollectionMetrics' ${FAILED} ` +
  'satisfy enum value set: [SIZE, NONE]';
const RETURNS =
  'Failed to satisfy constraint: Member must satisfy enum value set: ' +
  '[ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]';
const Item = { pk: S('a') };
const Key = Item;
const BOGUS = { ReturnConsumedCapacity: 'BOGUS' };
const longName = 'a'.repeat(256);

const capture = parity('captures/cross-region-latest.json, eu-west-2', '2026-09-20');
const transactions = parity('tier3/validation-ordering/transactions.test.ts');
const rollout = parity('captures/2026-10-08-transact-write-rollout.json', '2026-10-08');
const lists = parity('tier3/error-messages/transactWriteItems.test.ts, newer words', '2026-10-08');
const batches = parity('tier3/error-messages/batchWriteItem.test.ts');
const pages: typeof capture = {
  suite: 'nubo-db/dynamodb-conformance',
  test: 'tier3/error-messages: query, scan',
  date: '2026-05-14',
};

type Line = readonly [title: string, source: typeof capture, call: Call, answer: string];

const puts = (TableName: string, count = 1) =>
  Array.from({ length: count }, (_, index) => ({
    Put: { TableName, Item: { pk: S(`k${index}`) } },
  }));
const gets = (TableName: string, ...keys: readonly string[]) =>
  keys.map((key) => ({ Get: { TableName, Key: { pk: S(key) } } }));
const manyKeys = (count: number) => Array.from({ length: count }, (_, i) => ({ pk: S(`k${i}`) }));

const tableNames: readonly Line[] = [
  [
    'a put without a table name',
    capture,
    ['PutItem', { TableName: undefined, Item }],
    oneError("Value null at 'tableName' failed to satisfy constraint: Member must not be null"),
  ],
  [
    'a put into the empty name',
    capture,
    ['PutItem', { TableName: '', Item }],
    oneError(EMPTY_NAME),
  ],
  [
    'an empty name and an empty item: the name is reported alone',
    capture,
    ['PutItem', { TableName: '', Item: {} }],
    oneError(EMPTY_NAME),
  ],
  [
    'an empty name and an unknown ReturnValues: the name is reported alone',
    capture,
    ['PutItem', { TableName: '', Item, ReturnValues: 'BOGUS' }],
    oneError(EMPTY_NAME),
  ],
  [
    'a delete from the empty name',
    capture,
    ['DeleteItem', { TableName: '', Key: {} }],
    oneError(EMPTY_NAME),
  ],
  [
    'an update in the empty name',
    capture,
    ['UpdateItem', { TableName: '', Key: {} }],
    oneError(EMPTY_NAME),
  ],
  [
    'a name of 256 characters',
    capture,
    ['PutItem', { TableName: longName, Item }],
    oneError(`Value '${longName}' at 'tableName' ${FAILED} have length less than or equal to 255`),
  ],
  [
    'a name with characters that no table has',
    capture,
    ['PutItem', { TableName: 'no blanks!', Item }],
    oneError(
      `Value 'no blanks!' at 'tableName' ${FAILED} ` +
        'satisfy regular expression pattern: [a-zA-Z0-9_.-]+',
    ),
  ],
];

const words: readonly Line[] = [
  [
    'a put with three unknown words: all are reported',
    capture,
    ['PutItem', { Item, ...BOGUS, ReturnValues: 'BOGUS', ReturnItemCollectionMetrics: 'BOGUS' }],
    invalid(`3 validation errors detected: ${CAPACITY}; ${RETURNS}; ${METRICS}`),
  ],
  [
    'a delete with two unknown words: both are reported',
    capture,
    ['DeleteItem', { Key, ...BOGUS, ReturnValues: 'BOGUS' }],
    invalid(`2 validation errors detected: ${CAPACITY}; ${RETURNS}`),
  ],
  [
    'an update with two unknown words: ReturnValues is reported alone',
    capture,
    ['UpdateItem', { Key, ...BOGUS, ReturnValues: 'BOGUS' }],
    oneError(RETURNS),
  ],
  [
    'a delete cannot return what an update returns',
    parity('tier3/error-messages/deleteItem.test.ts'),
    ['DeleteItem', { Key, ReturnValues: 'UPDATED_NEW' }],
    oneError('ReturnValues can only be ALL_OLD or NONE'),
  ],
  [
    'a delete cannot return the item as it is afterwards',
    parity('tier3/error-messages/deleteItem.test.ts'),
    ['DeleteItem', { Key, ReturnValues: 'ALL_NEW' }],
    oneError('ReturnValues can only be ALL_OLD or NONE'),
  ],
  [
    'a transaction with an unknown ReturnConsumedCapacity',
    transactions,
    ['TransactWriteItems', (t) => ({ TransactItems: puts(t), ...BOGUS })],
    oneError(CAPACITY),
  ],
  [
    'a transaction with an unknown ReturnItemCollectionMetrics',
    transactions,
    [
      'TransactWriteItems',
      (t) => ({ TransactItems: puts(t), ReturnItemCollectionMetrics: 'BOGUS' }),
    ],
    oneError(METRICS),
  ],
  [
    'a transaction with both unknown: the capacity is reported first',
    transactions,
    [
      'TransactWriteItems',
      (t) => ({ TransactItems: puts(t), ...BOGUS, ReturnItemCollectionMetrics: 'BOGUS' }),
    ],
    invalid(`2 validation errors detected: ${CAPACITY}; ${METRICS}`),
  ],
  [
    'a transaction: an unknown word is reported before a table that is not there',
    transactions,
    ['TransactWriteItems', { TransactItems: puts('nowhere'), ...BOGUS }],
    oneError(CAPACITY),
  ],
  [
    'a transaction: an unknown word is reported before two actions on one item',
    transactions,
    ['TransactWriteItems', (t) => ({ TransactItems: [...puts(t), ...puts(t)], ...BOGUS })],
    oneError(CAPACITY),
  ],
  [
    'a reading transaction with an unknown ReturnConsumedCapacity',
    transactions,
    ['TransactGetItems', (t) => ({ TransactItems: gets(t, 'a'), ...BOGUS })],
    oneError(CAPACITY),
  ],
  [
    'a reading transaction: an unknown word is reported before a table that is not there',
    transactions,
    ['TransactGetItems', { TransactItems: gets('nowhere', 'a'), ...BOGUS }],
    oneError(CAPACITY),
  ],
  [
    'a reading transaction: an unknown word is reported before one item read twice',
    transactions,
    ['TransactGetItems', (t) => ({ TransactItems: gets(t, 'a', 'a'), ...BOGUS })],
    oneError(CAPACITY),
  ],
  [
    'a query with an unknown Select',
    pages,
    [
      'Query',
      {
        KeyConditionExpression: 'pk = :p',
        ExpressionAttributeValues: { ':p': S('a') },
        Select: 'BOGUS',
      },
    ],
    oneError(
      `Value 'BOGUS' at 'select' ${FAILED} satisfy enum value set: ` +
        '[SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]',
    ),
  ],
];

const counts: readonly Line[] = [
  [
    'a transaction of nothing',
    rollout,
    ['TransactWriteItems', { TransactItems: [] }],
    oneError(`Value at 'TransactItems' ${FAILED} have length greater than or equal to 1`),
  ],
  [
    'a transaction of 101 actions',
    lists,
    ['TransactWriteItems', (t) => ({ TransactItems: puts(t, 101) })],
    oneError(`Value at 'TransactItems' ${FAILED} have length less than or equal to 100`),
  ],
  [
    'a reading transaction of nothing',
    parity('tier3/error-messages/transactGetItems.test.ts, newer words', '2026-10-08'),
    ['TransactGetItems', { TransactItems: [] }],
    oneError(`Value at 'TransactItems' ${FAILED} have length greater than or equal to 1`),
  ],
  [
    'a reading transaction of 101 items',
    parity('tier3/error-messages/transactGetItems.test.ts, newer words', '2026-10-08'),
    [
      'TransactGetItems',
      (t) => ({ TransactItems: gets(t, ...Array.from({ length: 101 }, (_, i) => `k${i}`)) }),
    ],
    oneError(`Value at 'TransactItems' ${FAILED} have length less than or equal to 100`),
  ],
  [
    'a token of 37 characters',
    transactions,
    ['TransactWriteItems', (t) => ({ TransactItems: puts(t), ClientRequestToken: 'x'.repeat(37) })],
    oneError(`Value at 'ClientRequestToken' ${FAILED} have length less than or equal to 36`),
  ],
  [
    'a token of 37 characters and an unknown word: the token is reported alone',
    transactions,
    [
      'TransactWriteItems',
      (t) => ({ TransactItems: puts(t), ClientRequestToken: 'x'.repeat(37), ...BOGUS }),
    ],
    oneError(`Value at 'ClientRequestToken' ${FAILED} have length less than or equal to 36`),
  ],
  [
    'a batch of reads of no table',
    capture,
    ['BatchGetItem', { RequestItems: {} }],
    oneError(`Value at 'RequestItems' ${FAILED} have length greater than or equal to 1`),
  ],
  [
    'a batch of writes to no table',
    parity('tier3/error-messages/batchWriteItem.test.ts, eu-west-2', '2026-10-03'),
    ['BatchWriteItem', { RequestItems: {} }],
    oneError(`Value at 'RequestItems' ${FAILED} have length greater than or equal to 1`),
  ],
  [
    'a batch of writes with no request for its table',
    batches,
    ['BatchWriteItem', { RequestItems: { someTable: [] } }],
    oneError(
      "Value '{someTable=[]}' at 'requestItems' failed to satisfy constraint: " +
        'Map value must satisfy constraint: [Member must have length less than or equal to 25, ' +
        'Member must have length greater than or equal to 1]',
    ),
  ],
  [
    'a batch of 26 writes',
    parity('tier3/error-messages/batchWriteItem.test.ts, newer words', '2026-08-22'),
    [
      'BatchWriteItem',
      {
        RequestItems: { someTable: manyKeys(26).map((one) => ({ PutRequest: { Item: one } })) },
      },
    ],
    oneError(
      `Value at 'RequestItems.someTable.member' ${FAILED} have length less than or equal to 25`,
    ),
  ],
  [
    'a batch of 101 reads',
    { ...pages, test: 'tier3/error-messages/batchGetItem.test.ts' },
    ['BatchGetItem', { RequestItems: { someTable: { Keys: manyKeys(101) } } }],
    oneError(
      `Value at 'RequestItems.someTable.member.Keys' ${FAILED} ` +
        'have length less than or equal to 100',
    ),
  ],
  [
    'a query of no item',
    pages,
    [
      'Query',
      {
        KeyConditionExpression: 'pk = :p',
        ExpressionAttributeValues: { ':p': S('a') },
        Limit: 0,
      },
    ],
    oneError(`Value at 'Limit' ${FAILED} have value greater than or equal to 1`),
  ],
  [
    'a scan of no item',
    pages,
    ['Scan', { Limit: 0 }],
    oneError(`Value '0' at 'limit' ${FAILED} have value greater than or equal to 1`),
  ],
  [
    'a segment of nobody knows how many',
    pages,
    ['Scan', { Segment: 0 }],
    invalid(
      'The TotalSegments parameter is required but was not present in the request ' +
        'when Segment parameter is present',
    ),
  ],
  [
    'so many segments, and none of them asked for',
    pages,
    ['Scan', { TotalSegments: 4 }],
    invalid(
      'The Segment parameter is required but was not present in the request ' +
        'when parameter TotalSegments is present',
    ),
  ],
  [
    'the sixth of five segments',
    pages,
    ['Scan', { Segment: 5, TotalSegments: 5 }],
    invalid(
      'The Segment parameter is zero-based and must be less than parameter TotalSegments: ' +
        'Segment: 5 is not less than TotalSegments: 5',
    ),
  ],
];

/** Names, words, lengths and ranges. */
export const constraintRows: readonly RecordedRow[] = [
  ...[...tableNames, ...words, ...counts].map(([title, source, call, answer]) =>
    callRow(title, { source }, call, answer),
  ),
  callRow(
    'a batch of writes to a name that no table has',
    {
      source: batches,
      differs: 'AWS echoes the whole request here, by region as fields or as object hashes',
    },
    ['BatchWriteItem', { RequestItems: { 'no!name': [{ PutRequest: { Item } }] } }],
    oneError(
      "Value '{no!name=[...]}' at 'requestItems' failed to satisfy constraint: " +
        'Map keys must satisfy constraint: ' +
        '[Member must have length less than or equal to 255, Member must have length greater ' +
        'than or equal to 3, Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+]',
    ),
  ),
];
