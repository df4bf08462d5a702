// The tables that both databases get: the stack's own, and one whose sort keys are numbers.
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { NetworkTable } from '#cdk/network-table.ts';
import { usualConfiguration } from '#domain/stack/stack-configuration.ts';
import type { AttributeValue } from '#local-cloud/dynamodb/values/attribute-value.ts';
import type { JsonObject } from '#local-cloud/service.ts';

/** A key attribute, and the few values it takes, so that operations meet. */
export interface KeyPart {
  readonly name: string;
  readonly values: readonly AttributeValue[];
}

/** What can be queried: the table itself (without a name) or one of its indexes. */
export interface Queryable {
  readonly indexName?: string;
  readonly hash: KeyPart;
  readonly range?: KeyPart;
  /** Attributes that an index holds besides keys, where it does not hold all. */
  readonly projected?: readonly string[];
}

/** A table as the generators of operations see it. */
export interface DifferentialTable {
  readonly name: string;
  /** Parameters of CreateTable, which are properties in CloudFormation, too. */
  readonly properties: JsonObject;
  readonly key: Queryable & { readonly range: KeyPart };
  readonly indexes: readonly Queryable[];
}

const pk: KeyPart = { name: 'pk', values: [text('CELL#r#0'), text('CELL#r#1')] };
const sk: KeyPart = {
  name: 'sk',
  values: ['CELL', 'NODE#1', 'NODE#12', 'NODE#2', 'SUPERNODE#1', 'SUPERNODE#2'].map(text),
};
const candidateCell: KeyPart = { name: 'candidateCell', values: pk.values };

const place: KeyPart = {
  name: 'sk',
  values: ['-10', '-1.5', '0', '0.5', '2', '10'].map((N) => ({ N })),
};
const team: KeyPart = { name: 'team', values: [text('red'), text('blue')] };
const score: KeyPart = {
  name: 'score',
  values: ['-1', '0', '1', '2.5', '100'].map((N) => ({ N })),
};

/** The tables of a differential run. */
export const DIFFERENTIAL_TABLES: readonly [DifferentialTable, DifferentialTable] = [
  {
    name: 'network',
    properties: networkProperties(),
    key: { hash: pk, range: sk },
    indexes: [
      {
        indexName: 'candidates',
        hash: candidateCell,
        range: sk,
        projected: ['nodeId', 'epoch', 'home'],
      },
    ],
  },
  {
    name: 'ranked',
    properties: rankedProperties(),
    key: { hash: pk, range: place },
    indexes: [
      { indexName: 'byTeam', hash: team, projected: [] },
      { indexName: 'byScore', hash: pk, range: score },
    ],
  },
];

function text(S: string): AttributeValue {
  return { S };
}

/** As the stack declares it, without the time to live, which CreateTable does not take. */
function networkProperties(): JsonObject {
  const stack = new Stack();
  new NetworkTable(stack, 'Network', usualConfiguration, 'dev', null);
  const [table] = Object.values(Template.fromStack(stack).findResources('AWS::DynamoDB::Table'));
  const { TimeToLiveSpecification, ...properties } = (table?.Properties ?? {}) as JsonObject;
  return properties;
}

function rankedProperties(): JsonObject {
  return {
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keySchema('pk', 'sk'),
    AttributeDefinitions: Object.entries({ pk: 'S', sk: 'N', team: 'S', score: 'N' }).map(
      ([AttributeName, AttributeType]) => ({ AttributeName, AttributeType }),
    ),
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byTeam',
        KeySchema: keySchema('team'),
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
      {
        IndexName: 'byScore',
        KeySchema: keySchema('pk', 'score'),
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  };
}

function keySchema(hash: string, range?: string): readonly JsonObject[] {
  const schema = [{ AttributeName: hash, KeyType: 'HASH' }];
  return range === undefined ? schema : [...schema, { AttributeName: range, KeyType: 'RANGE' }];
}
