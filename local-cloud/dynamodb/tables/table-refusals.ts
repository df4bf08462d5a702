// The definitions of tables that AWS refuses, as CreateTable does for CloudFormation.
import type { JsonObject } from '#local-cloud/service.ts';
import { constraintErrors, invalidParameter, validationError } from '../validation-error.ts';

/**
 * Refuses properties from which AWS would make no table.
 * @throws {ServiceError} ValidationException
 */
export function refuseUnsoundTable(properties: JsonObject): void {
  const definitions = listOf(properties.AttributeDefinitions);
  const indexes = listOf(properties.GlobalSecondaryIndexes);
  const keys = [properties, ...indexes].map((holder) => listOf(holder.KeySchema));
  refuseUnknownTypes(definitions, keys);
  for (const key of keys) refuseUnsoundKey(key);
  refuseUnusedDefinitions(definitions, keys);
  refuseSameNames(indexes);
  for (const { Projection } of indexes) refuseUnsoundProjection(Projection);
}

function refuseUnknownTypes(
  definitions: readonly JsonObject[],
  keys: readonly (readonly JsonObject[])[],
): void {
  const problems = [
    ...definitions.map(({ AttributeType }, index) =>
      wordProblem(AttributeType, ATTRIBUTE_TYPES, `attributeDefinitions.${index + 1}`),
    ),
    ...(keys[0] ?? []).map(({ KeyType }, index) =>
      wordProblem(KeyType, KEY_TYPES, `keySchema.${index + 1}`),
    ),
  ].filter((problem) => problem !== undefined);
  if (problems.length > 0) throw constraintErrors(problems);
}

type Words = { readonly member: string; readonly words: readonly string[] };
const ATTRIBUTE_TYPES: Words = { member: 'attributeType', words: ['B', 'N', 'S'] };
const KEY_TYPES: Words = { member: 'keyType', words: ['HASH', 'RANGE'] };

function wordProblem(value: unknown, { member, words }: Words, where: string): string | undefined {
  if (words.includes(String(value))) return undefined;
  return (
    `Value '${String(value)}' at '${where}.member.${member}' failed to satisfy constraint: ` +
    `Member must satisfy enum value set: [${words.join(', ')}]`
  );
}

function refuseUnsoundKey([first, second]: readonly JsonObject[]): void {
  if (first !== undefined && first.KeyType !== 'HASH') {
    throw validationError('Invalid KeySchema: The first KeySchemaElement is not a HASH key type');
  }
  if (second === undefined) return;
  if (first?.AttributeName === second.AttributeName) {
    throw validationError(
      'Both the Hash Key and the Range Key element in the KeySchema have the same name',
    );
  }
  if (second.KeyType !== 'RANGE') {
    throw validationError('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type');
  }
}

function refuseUnusedDefinitions(
  definitions: readonly JsonObject[],
  keys: readonly (readonly JsonObject[])[],
): void {
  const used = new Set(keys.flat().map(({ AttributeName }) => AttributeName));
  if (definitions.every(({ AttributeName }) => used.has(AttributeName))) return;
  throw invalidParameter(
    'Number of attributes in KeySchema does not exactly match number of attributes defined in ' +
      'AttributeDefinitions',
  );
}

function refuseSameNames(indexes: readonly JsonObject[]): void {
  const names = indexes.map(({ IndexName }) => IndexName);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw invalidParameter(`Duplicate index name: ${String(twice)}`);
}

function refuseUnsoundProjection(projection: unknown): void {
  const { ProjectionType: type, NonKeyAttributes: names } = (projection ?? {}) as JsonObject;
  if (type !== 'INCLUDE' && names !== undefined) {
    throw invalidParameter(`ProjectionType is ${String(type)}, but NonKeyAttributes is specified`);
  }
  if (type !== 'INCLUDE') return;
  if (names === undefined) {
    throw invalidParameter('ProjectionType is INCLUDE, but NonKeyAttributes is not specified');
  }
  if (listOf(names).length === 0) throw invalidParameter('NonKeyAttributes must not be empty');
}

function listOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value : [];
}
