// Keys that do not fit, tables that are not there, and conditions on keys.

import type { RecordedRow, RecordedSource } from '../recorded-row.ts';
import {
  type Call,
  callRow,
  invalid,
  N,
  type Operation,
  parity,
  S,
  type TableLetter,
} from './dynamodb-asks.ts';

const MISMATCH = 'The provided key element does not match the schema';
const CANCELLED = 'TransactionCanceledException: ValidationError';
const EMPTY = (what: string) =>
  'One or more parameter values are not valid. The AttributeValue for a key attribute cannot ' +
  `contain an empty ${what} value. Key: pk`;
const NOT_THERE = 'ResourceNotFoundException: Requested resource not found';

const capture = parity('captures/cross-region-latest.json, eu-west-2', '2026-09-20');
const suite = (file: string): RecordedSource => ({
  suite: 'nubo-db/dynamodb-conformance',
  test: `tier3/error-messages/${file}`,
  date: '2026-05-14',
});

const BAD_KEYS: readonly (readonly [title: string, value: object])[] = [
  ['a number', N('5')],
  ['a list', { L: [S('x')] }],
];
const update = { UpdateExpression: 'SET b = :v', ExpressionAttributeValues: { ':v': S('x') } };
const check = { ConditionExpression: 'attribute_not_exists(pk)' };

const singles = BAD_KEYS.flatMap(([title, pk]) =>
  (['GetItem', 'DeleteItem'] as const).map((operation) =>
    callRow(
      `${operation} by ${title} where the key is a text`,
      { source: capture },
      [operation, { Key: { pk } }],
      invalid(MISMATCH),
    ),
  ),
);

const batches = [...BAD_KEYS, ['nothing', undefined] as const].map(([title, pk]) =>
  callRow(
    `a batch that puts an item with ${title} as its key`,
    { source: pk === undefined ? parity('tier3/error-messages/batchWriteItem.test.ts') : capture },
    [
      'BatchWriteItem',
      (table) => ({
        RequestItems: { [table]: [{ PutRequest: { Item: { other: S('x'), ...(pk && { pk }) } } }] },
      }),
    ],
    invalid(MISMATCH),
  ),
);

const LOOKUPS = [
  ['Update', update],
  ['Delete', {}],
  ['ConditionCheck', check],
] as const;

const transactions = LOOKUPS.flatMap(([kind, more]) => [
  ...BAD_KEYS.map(([title, pk]) =>
    callRow(
      `a transaction with a ${kind} by ${title} where the key is a text`,
      { source: capture },
      [
        'TransactWriteItems',
        (TableName) => ({ TransactItems: [{ [kind]: { TableName, Key: { pk }, ...more } }] }),
      ],
      `${CANCELLED}: ${MISMATCH}`,
    ),
  ),
  callRow(
    `a transaction with a ${kind} by the empty text`,
    { source: capture },
    [
      'TransactWriteItems',
      (TableName) => ({ TransactItems: [{ [kind]: { TableName, Key: { pk: S('') }, ...more } }] }),
    ],
    invalid(EMPTY('string')),
  ),
]);

const putsInTransactions = BAD_KEYS.map(([title, pk]) =>
  callRow(
    `a transaction that puts an item with ${title} as its key`,
    { source: parity('tier3/error-messages/transactWriteItems.test.ts', '2026-06-23') },
    [
      'TransactWriteItems',
      (TableName) => ({ TransactItems: [{ Put: { TableName, Item: { pk } } }] }),
    ],
    `${CANCELLED}: One or more parameter values were invalid: ` +
      `Type mismatch for key pk expected: S actual: ${Object.keys(pk).join('')}`,
  ),
);

const emptyKeys = (
  [
    ['a read by the empty text', 'H', ['GetItem', { Key: { pk: S('') } }], 'string', capture],
    ['a delete by the empty text', 'H', ['DeleteItem', { Key: { pk: S('') } }], 'string', capture],
    [
      'a put under the empty binary',
      'B',
      ['PutItem', { Item: { pk: { B: new Uint8Array() } } }],
      'binary',
      parity('tier3/error-messages/putItem.test.ts'),
    ],
    [
      'a delete by the empty binary',
      'B',
      ['DeleteItem', { Key: { pk: { B: new Uint8Array() } } }],
      'binary',
      parity('tier3/error-messages/deleteItem.test.ts'),
    ],
  ] as const satisfies readonly (readonly [string, TableLetter, Call, string, RecordedSource])[]
).map(([title, table, call, what, source]) =>
  callRow(title, { source, table }, call, invalid(EMPTY(what))),
);

const updatedKeys = (
  [
    ['H', 'pk', { pk: S('a') }],
    ['C', 'sk', { pk: S('a'), sk: S('1') }],
  ] as const
).map(([table, name, Key]) =>
  callRow(
    `an update that sets ${name}`,
    { source: capture, table },
    [
      'UpdateItem',
      {
        Key,
        UpdateExpression: `SET ${name} = :v`,
        ExpressionAttributeValues: { ':v': S('x') },
      },
    ],
    invalid(
      `One or more parameter values were invalid: Cannot update attribute ${name}. ` +
        'This attribute is part of the key',
    ),
  ),
);

const TableName = 'nowhere';
const Key = { pk: S('a') };
const MISSING: readonly (readonly [operation: Operation, input: object, source: RecordedSource])[] =
  [
    ['GetItem', { TableName, Key }, suite('getItem.test.ts')],
    ['DeleteItem', { TableName, Key }, suite('deleteItem.test.ts')],
    ['Scan', { TableName }, suite('scan.test.ts')],
    ['BatchGetItem', { RequestItems: { nowhere: { Keys: [Key] } } }, suite('batchGetItem.test.ts')],
    [
      'BatchWriteItem',
      { RequestItems: { nowhere: [{ PutRequest: { Item: Key } }] } },
      suite('batchWriteItem.test.ts'),
    ],
    [
      'TransactGetItems',
      { TransactItems: [{ Get: { TableName, Key } }] },
      suite('transactGetItems.test.ts'),
    ],
    [
      'TransactWriteItems',
      { TransactItems: [{ Put: { TableName, Item: Key } }] },
      suite('transactWriteItems.test.ts'),
    ],
  ];
const missing = MISSING.map(([operation, input, source]) =>
  callRow(`${operation} where there is no table`, { source }, [operation, input], NOT_THERE),
);

const operand = (operator: string, type: string) =>
  'Invalid KeyConditionExpression: Incorrect operand type for operator or function; ' +
  `operator or function: ${operator}, operand type: ${type}`;
const SCHEMA =
  'One or more parameter values were invalid: Condition parameter type does not match schema type';
const UNDEFINED =
  'Invalid KeyConditionExpression: An expression attribute value used in expression is not ' +
  'defined; attribute value: :missing';
const operands = parity('tier3/error-messages/queryKeyConditionOperands.test.ts', '2026-10');
const order = parity('tier3/validation-ordering/queryKeyCondition.test.ts', '2026-10');

type Condition = readonly [
  table: TableLetter,
  condition: string,
  values: Record<string, object>,
  message: string,
  source: RecordedSource,
];
const p = { ':p': S('q') };
const CONDITIONS: readonly Condition[] = [
  [
    'C',
    'pk = :p AND begins_with(sk, :v)',
    { ...p, ':v': N('1') },
    operand('begins_with', 'N'),
    operands,
  ],
  [
    'C',
    'pk = :p AND begins_with(sk, :v)',
    { ...p, ':v': { BOOL: true } },
    operand('begins_with', 'BOOL'),
    operands,
  ],
  [
    'N',
    'pk = :p AND begins_with(sk, :v)',
    { ...p, ':v': N('1') },
    operand('begins_with', 'N'),
    operands,
  ],
  ['N', 'pk = :p AND begins_with(sk, :v)', { ...p, ':v': S('a') }, SCHEMA, operands],
  ['N', 'pk = :p AND sk < :v', { ...p, ':v': { BOOL: true } }, operand('<', 'BOOL'), operands],
  ['N', 'pk = :p AND :v >= sk', { ...p, ':v': { BOOL: true } }, operand('>=', 'BOOL'), operands],
  [
    'N',
    'pk = :p AND sk BETWEEN :a AND :b',
    { ...p, ':a': { BOOL: false }, ':b': { BOOL: true } },
    operand('BETWEEN', 'BOOL'),
    operands,
  ],
  ['N', 'pk = :p AND sk = :v', { ...p, ':v': { BOOL: true } }, SCHEMA, operands],
  [
    'N',
    'pk = :p AND sk > :a AND sk < :b',
    { ...p, ':a': N('1'), ':b': N('5') },
    'Invalid KeyConditionExpression: ' +
      'KeyConditionExpressions must only contain one condition per key',
    operands,
  ],
  [
    'N',
    'pk = :p AND sk > :a AND extra = :b',
    { ...p, ':a': N('1'), ':b': N('5') },
    'The number of query conditions (3) exceeds the number of key attributes ' +
      'defined in the schema (2)',
    operands,
  ],
  ['C', 'pk = :missing AND begins_with(sk, :n)', { ':n': N('1') }, UNDEFINED, order],
  [
    'C',
    'begins_with(sk, :n) AND pk = :missing',
    { ':n': N('1') },
    operand('begins_with', 'N'),
    order,
  ],
  [
    'C',
    'pk = :p AND begins_with(sk, :n) AND sk = :missing',
    { ...p, ':n': N('1') },
    operand('begins_with', 'N'),
    order,
  ],
  [
    'C',
    'pk = :p AND begins_with(sk, :n) AND sk > :s',
    { ...p, ':n': N('1'), ':s': S('a') },
    operand('begins_with', 'N'),
    order,
  ],
  ['C', 'sk = :p', p, 'Query condition missed key schema element: pk', suite('query.test.ts')],
];
const conditions = CONDITIONS.map(([table, KeyConditionExpression, values, message, source]) =>
  callRow(
    `a query of ${table} by ${KeyConditionExpression} with ${JSON.stringify(values)}`,
    { source, table },
    ['Query', { KeyConditionExpression, ExpressionAttributeValues: values }],
    invalid(message),
  ),
);

const before = [
  callRow(
    'a query: an operand that never fits is reported before a table that is not there',
    { source: order },
    [
      'Query',
      {
        TableName,
        KeyConditionExpression: 'pk = :p AND begins_with(sk, :n)',
        ExpressionAttributeValues: { ...p, ':n': N('1') },
      },
    ],
    invalid(operand('begins_with', 'N')),
  ),
  callRow(
    'a query that holds together, of a table that is not there',
    { source: order },
    [
      'Query',
      {
        TableName,
        KeyConditionExpression: 'pk = :p AND begins_with(sk, :s)',
        ExpressionAttributeValues: { ...p, ':s': S('a') },
      },
    ],
    NOT_THERE,
  ),
];

/** Keys and conditions on them. */
export const keyRows: readonly RecordedRow[] = [
  ...singles,
  ...batches,
  ...transactions,
  ...putsInTransactions,
  ...emptyKeys,
  ...updatedKeys,
  ...missing,
  ...conditions,
  ...before,
];
