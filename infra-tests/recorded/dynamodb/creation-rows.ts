// Tables that AWS makes, and those that it does not.

import { NOT_MADE, type RecordedRow, type RecordedSource } from '../recorded-row.ts';
import { parity } from './dynamodb-asks.ts';

const conformance = (test: string): RecordedSource => ({
  suite: 'nubo-db/dynamodb-conformance',
  test,
  date: '2026-05-14',
});
const createMessages = conformance('tier3/error-messages/createTable.test.ts');

const definitions = (...names: readonly string[]) =>
  names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' }));
const hash = (AttributeName: string) => ({ AttributeName, KeyType: 'HASH' });
const range = (AttributeName: string) => ({ AttributeName, KeyType: 'RANGE' });
const indexOf = (IndexName: string, Projection: object) => ({
  IndexName,
  Projection,
  KeySchema: [hash('h')],
});

/** Tables that AWS does not make. */
const REFUSED: readonly (readonly [title: string, source: RecordedSource, properties: object])[] = [
  [
    'a table with an attribute that no key uses',
    conformance('tier1/createTable/basic.test.ts'),
    { AttributeDefinitions: definitions('pk', 'extra') },
  ],
  [
    'a table whose two keys are one attribute',
    createMessages,
    { KeySchema: [hash('pk'), range('pk')] },
  ],
  [
    'a table with three keys',
    createMessages,
    {
      AttributeDefinitions: definitions('pk', 'sk', 'extra'),
      KeySchema: [hash('pk'), range('sk'), range('extra')],
    },
  ],
  [
    'a table with a key of an unknown kind',
    createMessages,
    { KeySchema: [{ AttributeName: 'pk', KeyType: 'INVALID' }] },
  ],
  [
    'a table with an attribute of an unknown type',
    createMessages,
    { AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'INVALID' }] },
  ],
  [
    'a table with two indexes of one name',
    createMessages,
    {
      AttributeDefinitions: definitions('pk', 'h'),
      GlobalSecondaryIndexes: [1, 2].map(() => indexOf('same', { ProjectionType: 'ALL' })),
    },
  ],
  [
    'an index that includes attributes and names none',
    { suite: 'nubo-db/dynoxide', test: 'issue 116', date: '2026-07-01' },
    {
      AttributeDefinitions: definitions('pk', 'h'),
      GlobalSecondaryIndexes: [indexOf('including', { ProjectionType: 'INCLUDE' })],
    },
  ],
];
const refusedTables = REFUSED.map(
  ([title, source, properties]): RecordedRow => ({
    service: 'dynamodb',
    title,
    source,
    resources: {
      T: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: definitions('pk'),
          KeySchema: [hash('pk')],
          ...properties,
        },
      },
    },
    ask: async () => 'made',
    answer: NOT_MADE,
  }),
);

/** An index with a key of several attributes, which AWS makes since November 2025. */
const severalAttributes: RecordedRow = {
  service: 'dynamodb',
  title: 'an index may have a key of several attributes',
  resources: {
    T: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: definitions('pk', 'h', 'a', 'b'),
        KeySchema: [hash('pk')],
        GlobalSecondaryIndexes: [
          {
            IndexName: 'several',
            KeySchema: [hash('h'), range('a'), range('b')],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
      },
    },
  },
  ask: async () => 'made',
  answer: 'made',
  source: parity('tier1/query/multiAttributeGsiKey.test.ts', '2026-10'),
  differs: 'refused in clear words: nothing here has such a key',
};

/** What is made of a template. */
export const creationRows: readonly RecordedRow[] = [...refusedTables, severalAttributes];
