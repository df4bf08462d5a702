import type { JsonObject } from '#local-cloud/service.ts';
import { UnsupportedError } from '#local-cloud/service.ts';
import { isEnabled } from '#local-cloud/template/template-shape.ts';
import { invalidParameter } from '../validation-error.ts';
import type { OrderedType } from '../values/compare-values.ts';
import { refuseUnsoundTable } from './table-refusals.ts';

/** One attribute of a key. */
export type KeyAttribute = { readonly name: string; readonly type: OrderedType };

/** The partition key and, where there is one, the sort key. */
export type KeySchema = { readonly hash: KeyAttribute; readonly range: KeyAttribute | undefined };

/** A global secondary index; `attributes` is what its entries hold, undefined for ALL. */
export type IndexDefinition = {
  readonly name: string;
  readonly key: KeySchema;
  readonly attributes: ReadonlySet<string> | undefined;
};

/** In which kind of key an attribute is. */
export type KeyRole = 'Key' | 'IndexKey';

/** The definition of a table, without its items. */
export type TableDefinition = {
  readonly name: string;
  readonly key: KeySchema;
  readonly indexes: readonly IndexDefinition[];
  /** The attributes of the table's key, and of its indexes' keys beside them. */
  readonly keyRoles: ReadonlyMap<string, KeyRole>;
  /** The attribute that holds an item's expiry in epoch seconds. */
  readonly timeToLiveAttribute: string | undefined;
  /** Whether it can be recovered to a point in time, which is billed. */
  readonly isRecoverable: boolean;
  /** The CloudFormation properties, for DescribeTable. */
  readonly properties: JsonObject;
};

/**
 * Reads the properties of a CloudFormation `AWS::DynamoDB::Table`.
 * @throws {UnsupportedError} for properties that would change how the table behaves in ways not
 * modelled
 * @throws {ServiceError} ValidationException for a schema that does not hold together
 */
export function defineTable(properties: JsonObject, name: string): TableDefinition {
  refuseUnknown(properties);
  refuseUnsoundTable(properties);
  const types = attributeTypes(properties);
  const key = keySchema(properties, types);
  const indexes = objects(properties.GlobalSecondaryIndexes).map((index) =>
    defineIndex(index, types, key),
  );
  const timeToLive = properties.TimeToLiveSpecification as JsonObject | undefined;
  const expires = isEnabled(timeToLive, 'Enabled');
  return {
    name,
    key,
    indexes,
    keyRoles: new Map<string, KeyRole>([
      ...indexes.flatMap((index) => keyNames(index.key).map((each) => [each, 'IndexKey'] as const)),
      ...keyNames(key).map((each) => [each, 'Key'] as const),
    ]),
    timeToLiveAttribute: expires ? String(timeToLive?.AttributeName) : undefined,
    isRecoverable: isEnabled(
      properties.PointInTimeRecoverySpecification,
      'PointInTimeRecoveryEnabled',
    ),
    properties,
  };
}

/** The names of a key's attributes, partition key first. */
export function keyNames({ hash, range }: KeySchema): readonly string[] {
  return range === undefined ? [hash.name] : [hash.name, range.name];
}

/** A key's attributes, partition key first. */
export function keyAttributes({ hash, range }: KeySchema): readonly KeyAttribute[] {
  return range === undefined ? [hash] : [hash, range];
}

const MODELLED = [
  'TableName',
  'KeySchema',
  'AttributeDefinitions',
  'GlobalSecondaryIndexes',
  'BillingMode',
  'TimeToLiveSpecification',
];
// A caller of the data plane cannot notice these.
const WITHOUT_EFFECT = [
  'ContributorInsightsSpecification',
  'DeletionProtectionEnabled',
  'PointInTimeRecoverySpecification',
  'SSESpecification',
  'TableClass',
  'Tags',
];

function refuseUnknown(properties: JsonObject): void {
  const known = [...MODELLED, ...WITHOUT_EFFECT];
  for (const property of Object.keys(properties)) {
    if (!known.includes(property)) {
      throw new UnsupportedError(`the AWS::DynamoDB::Table property ${property}`, known);
    }
  }
  if (properties.BillingMode !== 'PAY_PER_REQUEST') {
    throw new UnsupportedError(`BillingMode ${String(properties.BillingMode ?? 'PROVISIONED')}`, [
      'PAY_PER_REQUEST',
    ]);
  }
}

type AttributeTypes = ReadonlyMap<string, OrderedType>;

function attributeTypes(properties: JsonObject): AttributeTypes {
  const types = new Map<string, OrderedType>();
  for (const { AttributeName, AttributeType } of objects(properties.AttributeDefinitions)) {
    if (AttributeType !== 'S' && AttributeType !== 'N' && AttributeType !== 'B') {
      throw invalidParameter(`AttributeType of ${String(AttributeName)} must be S, N or B`);
    }
    types.set(String(AttributeName), AttributeType);
  }
  return types;
}

function keySchema(holder: JsonObject, types: AttributeTypes): KeySchema {
  const attributes = objects(holder.KeySchema);
  refuseSeveral(holder, attributes);
  const named = (keyType: string) => {
    const attribute = attributes.find((each) => each.KeyType === keyType);
    return attribute === undefined
      ? undefined
      : keyAttribute(String(attribute.AttributeName), types);
  };
  const hash = named('HASH');
  const range = named('RANGE');
  if (hash === undefined || attributes.length !== (range === undefined ? 1 : 2)) {
    throw invalidParameter('KeySchema must have one HASH and at most one RANGE element');
  }
  return { hash, range };
}

/** Since November 2025 an index may have up to four attributes in each half of its key. */
function refuseSeveral({ IndexName }: JsonObject, attributes: readonly JsonObject[]): void {
  if (IndexName === undefined || attributes.length <= 2) return;
  const names = attributes.map(({ AttributeName }) => AttributeName).join(', ');
  throw new UnsupportedError(
    `a key of several attributes (${names}) in the index ${String(IndexName)}`,
    ['one HASH and at most one RANGE attribute'],
  );
}

function keyAttribute(name: string, types: AttributeTypes): KeyAttribute {
  const type = types.get(name);
  if (type === undefined) {
    throw invalidParameter(
      `Some index key attributes are not defined in AttributeDefinitions: ${name}`,
    );
  }
  return { name, type };
}

function defineIndex(index: JsonObject, types: AttributeTypes, table: KeySchema): IndexDefinition {
  const name = String(index.IndexName);
  const key = keySchema(index, types);
  const projection = (index.Projection ?? {}) as JsonObject;
  const keys = [...keyNames(table), ...keyNames(key)];
  switch (projection.ProjectionType) {
    case 'ALL':
      return { name, key, attributes: undefined };
    case 'KEYS_ONLY':
      return { name, key, attributes: new Set(keys) };
    case 'INCLUDE': {
      const included = (projection.NonKeyAttributes ?? []) as readonly string[];
      return { name, key, attributes: new Set([...keys, ...included]) };
    }
    default:
      throw invalidParameter(`Unknown ProjectionType: ${String(projection.ProjectionType)}`);
  }
}

function objects(list: unknown): readonly JsonObject[] {
  if (list === undefined) return [];
  if (Array.isArray(list)) return list as readonly JsonObject[];
  throw invalidParameter(`expected a list, got ${typeof list}`);
}
