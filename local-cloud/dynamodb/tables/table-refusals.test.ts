import type { JsonObject } from '#local-cloud/service.ts';
import { SAMPLE_TABLE } from '#testing/local-cloud/sample-cloud.ts';
import { refuseUnsoundTable } from './table-refusals.ts';

const hash = (AttributeName: string) => ({ AttributeName, KeyType: 'HASH' });
const range = (AttributeName: string) => ({ AttributeName, KeyType: 'RANGE' });
const index = (IndexName: string, Projection: object) => ({
  IndexName,
  Projection,
  KeySchema: [hash('team')],
});
const ALL = { ProjectionType: 'ALL' };

test.each<[string, JsonObject, string]>([
  ['a sort key first', { KeySchema: [range('sk')] }, 'first KeySchemaElement is not a HASH'],
  ['two partition keys', { KeySchema: [hash('pk'), hash('sk')] }, 'second KeySchemaElement'],
  ['one attribute as both keys', { KeySchema: [hash('pk'), range('pk')] }, 'have the same name'],
  ['an attribute that no key uses', { GlobalSecondaryIndexes: [] }, 'does not exactly match'],
  [
    'an attribute of an unknown type',
    { AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'BOOL' }] },
    "Value 'BOOL' at 'attributeDefinitions.1.member.attributeType'",
  ],
  [
    'two indexes of one name',
    { GlobalSecondaryIndexes: [index('one', ALL), index('one', ALL)] },
    'Duplicate index name: one',
  ],
  [
    'an index that includes nothing',
    { GlobalSecondaryIndexes: [index('one', { ProjectionType: 'INCLUDE' })] },
    'NonKeyAttributes is not specified',
  ],
  [
    'an index of all that names some',
    { GlobalSecondaryIndexes: [index('one', { ...ALL, NonKeyAttributes: ['a'] })] },
    'ProjectionType is ALL, but NonKeyAttributes is specified',
  ],
])('a table with %s is not made', (_, properties, message) => {
  const AttributeDefinitions = ['pk', 'sk', 'team'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S',
  }));
  const KeySchema = [hash('pk'), range('sk')];
  expect(() => refuseUnsoundTable({ AttributeDefinitions, KeySchema, ...properties })).toThrow(
    message,
  );
});

test('a table that holds together is made', () => {
  expect(() => refuseUnsoundTable(SAMPLE_TABLE)).not.toThrow();
});
