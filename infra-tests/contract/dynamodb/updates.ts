// Updating: what expressions do, and which values come back.
import type { ReturnValue } from '@aws-sdk/client-dynamodb';
import { refusalOf } from '../contract-case.ts';
import { dynamoDbCase, get, itemOf, plain, put, unitsOf, update } from './dynamodb-calls.ts';

const UPDATE = 'DynamoDB API reference, UpdateItem';
const EXPRESSIONS = 'DynamoDB Developer Guide, Using update expressions in DynamoDB';

/** Cases of UpdateItem. */
export const updates = [
  dynamoDbCase({
    title: 'ADD makes what is missing, counts on from what is there, and returns the new count',
    async run(bench) {
      const claim = async (asks: number) => {
        const { Attributes } = await update(
          bench,
          'WINDOW#1',
          'ADD askedCount :asks SET expiresAtSeconds = :expires',
          { ':asks': asks, ':expires': 9_999_999_999 },
          { ReturnValues: 'UPDATED_NEW' },
        );
        return plain(Attributes ?? {});
      };
      return [await claim(5), await claim(7)];
    },
    expected: [
      { askedCount: 5, expiresAtSeconds: 9_999_999_999 },
      { askedCount: 12, expiresAtSeconds: 9_999_999_999 },
    ],
    source: UPDATE,
  }),
  dynamoDbCase({
    title: 'each kind of return values shows its part of the item, before or after',
    async run(bench) {
      const seen: unknown[] = [];
      const kinds: ReturnValue[] = ['NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW'];
      for (const ReturnValues of kinds) {
        await put(bench, itemOf('a', { epoch: 1, used: 7 }));
        const { Attributes } = await update(
          bench,
          'a',
          'SET epoch = :two',
          { ':two': 2 },
          { ReturnValues },
        );
        seen.push(Attributes ? plain(Attributes) : 'nothing');
      }
      return seen;
    },
    expected: [
      'nothing',
      { pk: 'cell', sk: 'a', epoch: 1, used: 7 },
      { epoch: 1 },
      { pk: 'cell', sk: 'a', epoch: 2, used: 7 },
      { epoch: 2 },
    ],
    source: UPDATE,
  }),
  dynamoDbCase({
    title: 'UPDATED_NEW returns of a document only the part that was updated',
    async run(bench) {
      await put(bench, itemOf('a', { home: { supernode: 'n1', epoch: 1 } }));
      const { Attributes } = await update(
        bench,
        'a',
        'SET home.epoch = :two',
        { ':two': 2 },
        { ReturnValues: 'UPDATED_NEW' },
      );
      return plain(Attributes ?? {});
    },
    expected: { home: { epoch: 2 } },
    source: 'measured on AWS by others: dynoxide issue 36, extenddb issue 98',
  }),
  dynamoDbCase({
    title: 'every operand is read from the item as it was before the update',
    async run(bench) {
      await put(bench, itemOf('a', { epoch: 1, used: 2 }));
      await update(bench, 'a', 'SET epoch = used, used = epoch', undefined);
      return get(bench, 'a');
    },
    expected: { pk: 'cell', sk: 'a', epoch: 2, used: 1 },
    source: EXPRESSIONS,
  }),
  dynamoDbCase({
    title: 'REMOVE takes attributes away and is content with those that are missing',
    async run(bench) {
      await put(bench, itemOf('a', { home: { epoch: 1 }, epoch: 1 }));
      await update(bench, 'a', 'REMOVE home, candidateCell, rollCall', undefined);
      return get(bench, 'a');
    },
    expected: { pk: 'cell', sk: 'a', epoch: 1 },
    source: EXPRESSIONS,
  }),
  dynamoDbCase({
    title: 'if_not_exists, list_append, and elements removed by their old positions',
    async run(bench) {
      await put(bench, itemOf('a', { list: ['a', 'b', 'c'] }));
      const name = { ExpressionAttributeNames: { '#list': 'list' } };
      await update(bench, 'a', 'REMOVE #list[0], #list[1]', undefined, name);
      await update(
        bench,
        'a',
        'SET #list = list_append(#list, :more), used = if_not_exists(used, :none) + :one',
        { ':more': ['d'], ':none': 0, ':one': 1 },
        name,
      );
      return get(bench, 'a');
    },
    expected: { pk: 'cell', sk: 'a', list: ['c', 'd'], used: 1 },
    source: EXPRESSIONS,
  }),
  dynamoDbCase({
    title: 'a set grows by ADD, shrinks by DELETE, and is gone with its last element',
    async run(bench) {
      const seen: unknown[] = [];
      for (const expression of ['ADD tags :tags', 'DELETE tags :tags']) {
        await update(bench, 'a', expression, { ':tags': new Set(['x', 'y']) });
        seen.push(await get(bench, 'a'));
      }
      return seen;
    },
    expected: [
      { pk: 'cell', sk: 'a', tags: ['x', 'y'] },
      { pk: 'cell', sk: 'a' },
    ],
    source: EXPRESSIONS,
  }),
  dynamoDbCase({
    title: 'an update of nothing makes the item and costs a unit',
    async run(bench) {
      const { ConsumedCapacity } = await update(bench, 'a', 'REMOVE used', undefined, {
        ReturnConsumedCapacity: 'INDEXES',
      });
      return { item: await get(bench, 'a'), ...unitsOf(ConsumedCapacity) };
    },
    expected: { item: { pk: 'cell', sk: 'a' }, table: 1 },
    source: UPDATE,
  }),
  dynamoDbCase({
    title: 'an update is refused that touches a key, sums a text, or sets below what is missing',
    async run(bench) {
      await put(bench, itemOf('a', { nodeId: 'n1' }));
      const tries: [string, object][] = [
        ['SET sk = :v', { ':v': 'b' }],
        ['SET used = nodeId + :v', { ':v': 1 }],
        ['ADD nodeId :v', { ':v': 1 }],
        ['SET home.epoch = :v', { ':v': 1 }],
        ['SET used = epoch', {}],
        ['SET used = :v, used = :v', { ':v': 1 }],
      ];
      const refused: unknown[] = [];
      for (const [expression, values] of tries) {
        const given = Object.keys(values).length > 0 ? values : undefined;
        refused.push(await refusalOf(update(bench, 'a', expression, given)));
      }
      return { refused, item: await get(bench, 'a') };
    },
    expected: {
      refused: Array.from({ length: 6 }, () => ({ error: 'ValidationException' })),
      item: { pk: 'cell', sk: 'a', nodeId: 'n1' },
    },
    source: EXPRESSIONS,
  }),
];
