// Values that are none: numbers, sets, depth; and which validation an operation's words are from.

import type { RecordedRow } from '../recorded-row.ts';
import { callRow, invalid, N, type Operation, oneError, parity, S } from './dynamodb-asks.ts';

const OVERFLOW =
  'Number overflow. Attempting to store a number with magnitude larger than supported range';
const UNDERFLOW =
  'Number underflow. Attempting to store a number with magnitude smaller than supported range';
const NOT_NUMERIC = 'The parameter cannot be converted to a numeric value';
const TOO_MANY_DIGITS = 'Attempting to store more than 38 significant digits in a Number';
const INVALID = 'One or more parameter values were invalid: ';
const NESTED =
  'Nesting Levels have exceeded supported limits: ' +
  'Attributes in the item have nested levels beyond supported limit';

const layers = parity('tier3/error-messages/valueLayers.test.ts');
const capture = parity('captures/cross-region-latest.json, eu-west-2', '2026-09-20');
const depths = parity('tier3/limits/nestingDepth.test.ts', '2026-09-12');
const deepRequests = parity('tier3/validation-ordering/deepRequests.test.ts');

const put = (value: object) => ({ Item: { pk: S('a'), value } });

const badNumbers: readonly (readonly [text: string, message: string])[] = [
  ['1e99999999999', OVERFLOW],
  ['-1e99999999999', OVERFLOW],
  ['1e-99999999999', UNDERFLOW],
  ['1e2147483648', OVERFLOW],
  ['1e2147483647', OVERFLOW],
  ['1e-2147483648', UNDERFLOW],
  ['1e126', OVERFLOW],
  ['1e-131', UNDERFLOW],
  ['abc', `${NOT_NUMERIC}: abc`],
  ['1.2.3', `${NOT_NUMERIC}: 1.2.3`],
  ['', `${NOT_NUMERIC}: `],
  [' 1', `${NOT_NUMERIC}:  1`],
  ['1 ', `${NOT_NUMERIC}: 1 `],
  ['0x10', `${NOT_NUMERIC}: 0x10`],
  ['1e', `${NOT_NUMERIC}: 1e`],
  ['NaN', `${NOT_NUMERIC}: NaN`],
  ['Infinity', `${NOT_NUMERIC}: Infinity`],
  ['1234567890123456789012345678901234567890', TOO_MANY_DIGITS],
];

const numbersInItems = badNumbers.map(([text, message]) =>
  callRow(
    `an item with the number '${text}'`,
    { source: layers },
    ['PutItem', put(N(text))],
    oneError(message),
  ),
);

/** Where else a bad number may stand, by operation. */
const placesOfNumbers: readonly (readonly [
  title: string,
  operation: Operation,
  input: (value: object, table: string) => object,
  answer: (message: string) => string,
])[] = [
  ['in a set of an item', 'PutItem', (value) => put({ NS: ['1', textOf(value)] }), oneError],
  ['deep in an item', 'PutItem', (value) => put({ M: { x: { L: [value] } } }), oneError],
  [
    'in the condition of a put',
    'PutItem',
    (value) => ({
      Item: { pk: S('a') },
      ConditionExpression: 'attribute_not_exists(pk) OR n = :v',
      ExpressionAttributeValues: { ':v': value },
    }),
    oneError,
  ],
  [
    'in an update',
    'UpdateItem',
    (value) => ({
      Key: { pk: S('a') },
      UpdateExpression: 'SET n = :v',
      ExpressionAttributeValues: { ':v': value },
    }),
    oneError,
  ],
  ['in the key of a delete', 'DeleteItem', (value) => ({ Key: { pk: value } }), oneError],
  ['in the key of a read', 'GetItem', (value) => ({ Key: { pk: value } }), invalid],
  [
    'in a batch of reads',
    'BatchGetItem',
    (value, table) => ({ RequestItems: { [table]: { Keys: [{ pk: value }] } } }),
    invalid,
  ],
  [
    'in the filter of a query',
    'Query',
    (value) => ({
      KeyConditionExpression: 'pk = :p',
      FilterExpression: 'n = :v',
      ExpressionAttributeValues: { ':p': S('a'), ':v': value },
    }),
    invalid,
  ],
  [
    'in a batch of writes',
    'BatchWriteItem',
    (value, table) => ({ RequestItems: { [table]: [{ PutRequest: put(value) }] } }),
    invalid,
  ],
  [
    'in a transaction that puts',
    'TransactWriteItems',
    (value, table) => ({ TransactItems: [{ Put: { TableName: table, ...put(value) } }] }),
    invalid,
  ],
  [
    'in a transaction that reads',
    'TransactGetItems',
    (value, table) => ({ TransactItems: [{ Get: { TableName: table, Key: { pk: value } } }] }),
    invalid,
  ],
];

const numbersElsewhere = placesOfNumbers.flatMap(([title, operation, input, answer]) => [
  callRow(
    `the number 'abc' ${title}`,
    { source: layers },
    [operation, (table) => input(N('abc'), table)],
    answer(`${NOT_NUMERIC}: abc`),
  ),
  callRow(
    `no number at all ${title}`,
    { source: layers },
    [operation, (table) => input(N(''), table)],
    answer(operation === 'BatchWriteItem' ? NOT_NUMERIC : `${NOT_NUMERIC}: `),
  ),
]);

const doubles = {
  SS: { SS: ['b', 'a', 'b'] },
  BS: { BS: ['/w==', 'AA==', 'AA=='].map((text) => Buffer.from(text, 'base64')) },
  NS: { NS: ['2', '1', '2'] },
};
const newer = {
  SS: `${INVALID}Input collection ["a", "b", "b"] contains duplicates.`,
  BS: `${INVALID}Input collection ["AA==","/w==","AA=="]of type BS contains duplicates.`,
  NS: `${INVALID}Input collection contains duplicates.`,
};
const older = {
  SS: `${INVALID}Input collection [b, a, b] contains duplicates.`,
  BS: `${INVALID}Input collection [/w==, AA==, AA==]of type BS contains duplicates.`,
  NS: 'Input collection contains duplicates',
};
const SETS = ['SS', 'BS', 'NS'] as const;

const sets = SETS.flatMap((type) => [
  callRow(
    `an item with an element twice in its ${type}`,
    { source: layers },
    ['PutItem', put(doubles[type])],
    oneError(newer[type]),
  ),
  callRow(
    `a delete by a key that has an element twice in its ${type}`,
    { source: layers },
    ['DeleteItem', { Key: { pk: doubles[type] } }],
    oneError(newer[type]),
  ),
  callRow(
    `a query with an element twice in the ${type} of its filter`,
    { source: layers },
    [
      'Query',
      {
        KeyConditionExpression: 'pk = :p',
        FilterExpression: 's = :t',
        ExpressionAttributeValues: { ':p': S('a'), ':t': doubles[type] },
      },
    ],
    invalid(newer[type]),
  ),
  callRow(
    `a batch of writes with an element twice in an item's ${type}`,
    { source: layers },
    [
      'BatchWriteItem',
      (table) => ({ RequestItems: { [table]: [{ PutRequest: put(doubles[type]) }] } }),
    ],
    invalid(older[type]),
  ),
]);

const emptySets = (
  [
    ['SS', 'An string set  may not be empty', capture],
    ['NS', 'An number set  may not be empty', capture],
    ['BS', 'Binary sets should not be empty', parity('tier3/error-messages/putItem.test.ts')],
  ] as const
).map(([type, message, source]) =>
  callRow(
    `an item with an empty ${type}`,
    { source },
    ['PutItem', put({ [type]: [] })],
    oneError(`${INVALID}${message}`),
  ),
);

const nullAttribute = callRow(
  'an attribute that is null and says that it is not',
  { source: parity('captures/2026-10-07-batch-empty-request-items.json', '2026-10-07') },
  ['PutItem', put({ NULL: false })],
  oneError(`${INVALID}Null attribute value types must have the value of true`),
);

const depth = [
  callRow(
    'an attribute of 32 levels',
    { source: depths },
    ['PutItem', put(wrapped(31))],
    'accepted',
  ),
  callRow(
    'an attribute of 33 levels',
    { source: deepRequests },
    ['TransactWriteItems', (table) => ({ TransactItems: [putIn(table, wrapped(32))] })],
    invalid(NESTED),
  ),
  callRow(
    'a value of 33 levels in the condition of an update',
    { source: capture },
    [
      'UpdateItem',
      {
        Key: { pk: S('a') },
        UpdateExpression: 'SET touched = :t',
        ConditionExpression: 'data = :deep',
        ExpressionAttributeValues: { ':t': S('y'), ':deep': wrapped(32) },
      },
    ],
    oneError(NESTED),
  ),
  callRow(
    'a batch of writes with an attribute of 32 levels',
    { source: depths },
    [
      'BatchWriteItem',
      (table) => ({ RequestItems: { [table]: [{ PutRequest: put(wrapped(31)) }] } }),
    ],
    'accepted',
  ),
];

/** Of several faults of a transaction the first in the order of its actions is reported. */
const orderOfActions = (
  [
    ['a deep item before an attribute without a name', [deepPut(40), namelessPut()], NESTED],
    [
      'an attribute without a name before a deep item',
      [namelessPut(), deepPut(100)],
      'Empty attribute name',
    ],
    [
      'a deep key of a delete before a broken condition',
      [
        { Delete: { TableName: 'nowhere', Key: { pk: wrapped(40), sk: S('1') } } },
        { Put: { TableName: 'nowhere', Item: { pk: S('a') }, ConditionExpression: 'a = = b' } },
      ],
      NESTED,
    ],
    [
      'a broken condition before a deep key of a delete',
      [
        { Put: { TableName: 'nowhere', Item: { pk: S('a') }, ConditionExpression: 'a = = b' } },
        { Delete: { TableName: 'nowhere', Key: { pk: wrapped(40), sk: S('1') } } },
      ],
      'Invalid ConditionExpression: Syntax error; token: "=", near: "= = b"',
    ],
  ] as const
).map(([title, TransactItems, message]) =>
  callRow(
    `a transaction: ${title}`,
    { source: deepRequests },
    ['TransactWriteItems', { TransactItems }],
    invalid(message),
  ),
);

/** Numbers, sets and depth. */
export const valueRows: readonly RecordedRow[] = [
  ...numbersInItems,
  ...numbersElsewhere,
  callRow(
    'a batch of writes with an exponent that no int holds',
    { source: layers, differs: 'the older validation lets the exponent run over, and we do not' },
    [
      'BatchWriteItem',
      (table) => ({ RequestItems: { [table]: [{ PutRequest: put(N('1e2147483647')) }] } }),
    ],
    invalid(UNDERFLOW),
  ),
  ...sets,
  ...emptySets,
  nullAttribute,
  ...depth,
  ...orderOfActions,
];

function textOf(value: object): string {
  return 'N' in value ? String(value.N) : '';
}

function wrapped(count: number): object {
  let value: object = S('leaf');
  for (let index = 0; index < count; index += 1) value = { M: { n: value } };
  return value;
}

function putIn(TableName: string, value: object) {
  return { Put: { TableName, ...put(value) } };
}

function deepPut(count: number) {
  return putIn('nowhere', wrapped(count));
}

function namelessPut() {
  return { Put: { TableName: 'nowhere', Item: { pk: S('a'), '': S('x') } } };
}
