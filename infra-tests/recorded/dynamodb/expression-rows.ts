// Expressions that do not hold together, whatever item they meet.

import type { RecordedRow, RecordedSource } from '../recorded-row.ts';
import { callRow, dynalite, invalid, N, oneError, parity, S } from './dynamodb-asks.ts';

const capture = parity('captures/cross-region-latest.json, eu-west-2', '2026-09-20');
const deletes = parity('tier3/error-messages/deleteItem.test.ts');
const puts = parity('tier3/error-messages/putItem.test.ts');
const updates = parity('tier3/error-messages/updateItem.test.ts');
const scans = dynalite('scan.js: functions with incorrect operand type');

const Item = { pk: S('a') };
const Key = Item;

type Line = readonly [title: string, source: RecordedSource, input: object, message: string];

const ofPuts: readonly Line[] = [
  [
    'a put with values and no expression',
    puts,
    { ExpressionAttributeValues: { ':v': S('x') } },
    'ExpressionAttributeValues can only be specified when using expressions',
  ],
  [
    'a put with names and no expression',
    puts,
    { ExpressionAttributeNames: { '#a': 'a' } },
    'ExpressionAttributeNames can only be specified when using expressions',
  ],
  [
    'a put with an empty condition',
    puts,
    { ConditionExpression: '' },
    'Invalid ConditionExpression: The expression can not be empty;',
  ],
  [
    'a put with doubled parentheses',
    capture,
    { ConditionExpression: '((attribute_not_exists(pk)))' },
    'Invalid ConditionExpression: The expression has redundant parentheses;',
  ],
  [
    'a put that asks whether an attribute contains itself',
    capture,
    { ConditionExpression: 'contains(#a, #a)', ExpressionAttributeNames: { '#a': 'data' } },
    'Invalid ConditionExpression: The first operand must be distinct from the remaining ' +
      'operands for this operator or function; operator: contains, first operand: [data]',
  ],
];

const ofDeletes: readonly Line[] = [
  [
    'a delete with values and no expression',
    deletes,
    { ExpressionAttributeValues: { ':v': S('x') } },
    'ExpressionAttributeValues can only be specified when using expressions',
  ],
  [
    'a delete with names and no expression',
    deletes,
    { ExpressionAttributeNames: { '#a': 'a' } },
    'ExpressionAttributeNames can only be specified when using expressions',
  ],
  [
    'a delete with an empty map of values',
    deletes,
    { ConditionExpression: 'attribute_exists(a)', ExpressionAttributeValues: {} },
    'ExpressionAttributeValues must not be empty',
  ],
  [
    'a delete with an empty map of names',
    deletes,
    { ConditionExpression: 'attribute_exists(a)', ExpressionAttributeNames: {} },
    'ExpressionAttributeNames must not be empty',
  ],
  [
    'a delete with an empty condition',
    deletes,
    { ConditionExpression: '' },
    'Invalid ConditionExpression: The expression can not be empty;',
  ],
];

const value = { ':v': S('x') };
const ofUpdates: readonly Line[] = [
  [
    'an update with words that are no update',
    capture,
    { UpdateExpression: 'INVALID SYNTAX HERE', ExpressionAttributeValues: value },
    'Invalid UpdateExpression: Syntax error; token: "INVALID", near: "INVALID SYNTAX"',
  ],
  [
    'an update with a name that it does not use',
    capture,
    {
      UpdateExpression: 'SET a = :v',
      ExpressionAttributeValues: value,
      ExpressionAttributeNames: { '#unused': 'b' },
    },
    'Value provided in ExpressionAttributeNames unused in expressions: keys: {#unused}',
  ],
  [
    'an update with a value that it does not use',
    capture,
    { UpdateExpression: 'SET a = :v', ExpressionAttributeValues: { ...value, ':unused': S('y') } },
    'Value provided in ExpressionAttributeValues unused in expressions: keys: {:unused}',
  ],
  [
    'an update with a value that nobody defines',
    capture,
    { UpdateExpression: 'SET a = :v' },
    'Invalid UpdateExpression: An expression attribute value used in expression is not ' +
      'defined; attribute value: :v',
  ],
  [
    'an update whose condition has a value that nobody defines',
    updates,
    {
      UpdateExpression: 'SET b = :w',
      ConditionExpression: 'a = :v',
      ExpressionAttributeValues: { ':w': S('x') },
    },
    'Invalid ConditionExpression: An expression attribute value used in expression is not ' +
      'defined; attribute value: :v',
  ],
  [
    'an empty update',
    capture,
    { UpdateExpression: '' },
    'Invalid UpdateExpression: The expression can not be empty;',
  ],
];

const SIZES = parity('tier3/validation-ordering/deepRequests.test.ts');
const manySets = Array.from({ length: 500 }, (_, index) => `a${index} = :v`).join(', ');
const tooLong = [
  callRow(
    'a condition of 4,109 bytes in a transaction',
    { source: SIZES },
    [
      'TransactWriteItems',
      (TableName) => ({
        TransactItems: [
          {
            Delete: {
              TableName,
              Key,
              ConditionExpression: `a = :v${' AND a = :v'.repeat(373)}`,
              ExpressionAttributeValues: value,
            },
          },
        ],
      }),
    ],
    invalid(
      'Invalid ConditionExpression: Expression size has exceeded the maximum allowed size; ' +
        'expression size: 4109',
    ),
  ),
  callRow(
    'an update of more than 4,096 bytes in a transaction: its size is not reported',
    { source: SIZES },
    [
      'TransactWriteItems',
      (TableName) => ({
        TransactItems: [
          {
            Update: {
              TableName,
              Key,
              UpdateExpression: `SET ${manySets}`,
              ExpressionAttributeValues: value,
            },
          },
        ],
      }),
    ],
    invalid('Invalid UpdateExpression: Expression size has exceeded the maximum allowed size;'),
  ),
];

/** Projections whose paths overlap, resolved. */
const overlaps = (
  [
    ['a, a', undefined, '[a]', '[a]'],
    ['#a, #a', { '#a': 'a' }, '[a]', '[a]'],
    ['#a, #b', { '#a': 'a', '#b': 'a' }, '[a]', '[a]'],
    ['a, #a', { '#a': 'a' }, '[a]', '[a]'],
    ['#a.#b, #x.#y', { '#a': 'a', '#b': 'b', '#x': 'a', '#y': 'b' }, '[a, b]', '[a, b]'],
    ['a, a.b', undefined, '[a]', '[a, b]'],
    ['a.b, a', undefined, '[a, b]', '[a]'],
    ['#x, #y.#b', { '#x': 'a', '#y': 'a', '#b': 'b' }, '[a]', '[a, b]'],
  ] as const
).map(([ProjectionExpression, ExpressionAttributeNames, one, two]) =>
  callRow(
    `a read that projects ${ProjectionExpression}`,
    { source: capture },
    ['GetItem', { Key, ProjectionExpression, ExpressionAttributeNames }],
    invalid(
      'Invalid ProjectionExpression: Two document paths overlap with each other; must remove ' +
        `or rewrite one of these paths; path one: ${one}, path two: ${two}`,
    ),
  ),
);

const operand = (operator: string, type: string) =>
  'Invalid FilterExpression: Incorrect operand type for operator or function; ' +
  `operator or function: ${operator}, operand type: ${type}`;

const UNFIT: readonly (readonly [filter: string, operator: string, value: object])[] = [
  ['begins_with(a, :a)', 'begins_with', N('1')],
  ['begins_with(a, :a)', 'begins_with', { BOOL: true }],
  ['begins_with(a, :a)', 'begins_with', { NULL: true }],
  ['begins_with(a, :a)', 'begins_with', { L: [] }],
  ['begins_with(a, :a)', 'begins_with', { SS: ['1'] }],
  ['begins_with(:a, a)', 'begins_with', N('1')],
  ['begins_with(:a, a)', 'begins_with', { BOOL: true }],
  ['begins_with(:a, a)', 'begins_with', { M: {} }],
  ['begins_with(:a, a)', 'begins_with', { NS: ['1'] }],
  ['begins_with(a, size(a)) AND a = :a', 'begins_with', N('1')],
  ['attribute_type(a, :a)', 'attribute_type', N('1')],
  ['attribute_type(a, :a)', 'attribute_type', { BOOL: true }],
  ['attribute_type(a, size(a)) AND a = :a', 'attribute_type', N('1')],
  ['size(size(a)) > :a', 'size', N('1')],
  ['size(:a) > a', 'size', { BOOL: true }],
  ['size(:a) > a', 'size', { NULL: true }],
];
const unfit = UNFIT.map(([FilterExpression, operator, a]) =>
  callRow(
    `a scan that asks ${FilterExpression}, :a = ${JSON.stringify(a)}`,
    { source: scans },
    ['Scan', { FilterExpression, ExpressionAttributeValues: { ':a': a } }],
    invalid(operand(operator, Object.keys(a).join(''))),
  ),
);

const SAME: readonly (readonly [filter: string, operator: string, path: string])[] = [
  ['#a <> a', '<>', '[a]'],
  ['a > #a', '>', '[a]'],
  ['contains(ab.bc[1].a, ab.bc[1].#a)', 'contains', '[ab, bc, [1], a]'],
  ['attribute_type(ab.bc[1].#a, ab.bc[1].a)', 'attribute_type', '[ab, bc, [1], a]'],
  ['begins_with(ab.bc[1].a, ab.bc[1].#a)', 'begins_with', '[ab, bc, [1], a]'],
];
const same = SAME.map(([FilterExpression, operator, path]) =>
  callRow(
    `a scan that compares an attribute with itself: ${FilterExpression}`,
    {
      source: dynalite('scan.js: non-distinct expressions'),
      ...(operator === 'attribute_type' && {
        differs: 'the operand that must be a type is reported first here, and both are refused',
      }),
    },
    ['Scan', { FilterExpression, ExpressionAttributeNames: { '#a': 'a' } }],
    invalid(
      'Invalid FilterExpression: The first operand must be distinct from the remaining ' +
        `operands for this operator or function; operator: ${operator}, first operand: ${path}`,
    ),
  ),
);

const SCALARS =
  "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: ";
const partsOfKeys = [
  callRow(
    'a read that projects a part of the key',
    { source: dynalite('getItem.js: nested key'), table: 'I' },
    ['GetItem', { Key, ProjectionExpression: 'pk.b.c' }],
    invalid(`${SCALARS}Key: pk`),
  ),
  callRow(
    "a read that projects a part of an index's key",
    { source: dynalite('getItem.js: nested index key'), table: 'I' },
    ['GetItem', { Key, ProjectionExpression: 'g[1]' }],
    invalid(`${SCALARS}IndexKey: g`),
  ),
  callRow(
    'a scan that filters by a part of the key',
    { source: dynalite('scan.js: nested key'), table: 'I' },
    ['Scan', { FilterExpression: 'attribute_exists(pk.b.c)' }],
    invalid(`${SCALARS}Key: pk`),
  ),
  callRow(
    "a query that filters by a part of an index's key",
    { source: dynalite('query.js: nested index key'), table: 'I' },
    [
      'Query',
      {
        KeyConditionExpression: 'pk = :p',
        FilterExpression: 'g[1] = :p',
        ExpressionAttributeValues: { ':p': S('a') },
      },
    ],
    invalid(`${SCALARS}IndexKey: g`),
  ),
];

const shouts = parity('tier3/error-messages: getItem, transactGetItems', '2026-10-08');

/** Syntax, placeholders, operands and paths. */
export const expressionRows: readonly RecordedRow[] = [
  ...ofPuts.map(([title, source, input, message]) =>
    callRow(title, { source }, ['PutItem', { Item, ...input }], oneError(message)),
  ),
  ...ofDeletes.map(([title, source, input, message]) =>
    callRow(title, { source }, ['DeleteItem', { Key, ...input }], oneError(message)),
  ),
  ...ofUpdates.map(([title, source, input, message]) =>
    callRow(title, { source }, ['UpdateItem', { Key, ...input }], oneError(message)),
  ),
  callRow(
    'a read that projects shouts',
    { source: shouts },
    ['GetItem', { Key, ProjectionExpression: '!!! INVALID !!!' }],
    invalid('Invalid ProjectionExpression: Syntax error; token: "!", near: "!!"'),
  ),
  callRow(
    'a transaction that reads shouts',
    { source: shouts },
    [
      'TransactGetItems',
      (TableName) => ({
        TransactItems: [{ Get: { TableName, Key, ProjectionExpression: '!!!' } }],
      }),
    ],
    invalid('Invalid ProjectionExpression: Syntax error; token: "!", near: "!!"'),
  ),
  ...tooLong,
  ...overlaps,
  ...unfit,
  ...same,
  ...partsOfKeys,
];
