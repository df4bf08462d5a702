// One write of one item, alone or in a transaction. The first step reads the request, and needs
// nothing else. The second step judges it against the existing item. Neither step changes anything.
import type { JsonObject } from '#local-cloud/service.ts';
import type { Condition } from '../expressions/condition-expression.ts';
import { parseCondition } from '../expressions/condition-expression.ts';
import { conditionHolds } from '../expressions/condition-verdict.ts';
import { ExpressionParameters } from '../expressions/expression-parameters.ts';
import { refuseUnfitOperands } from '../expressions/operand-checks.ts';
import { parseUpdate } from '../expressions/update-expression.ts';
import { objectParameter } from '../parameters.ts';
import { refuseConditionOnPartOfKey, refusePathsIntoKeys } from '../tables/key-paths.ts';
import type { Entry } from '../tables/ordered-store.ts';
import type { KeyTexts } from '../tables/primary-key.ts';
import { keyOfItem, keyOfLookup, matchingKey, refuseUnfitForIndex } from '../tables/primary-key.ts';
import type { Change, Table } from '../tables/table.ts';
import type { TableDefinition } from '../tables/table-definition.ts';
import { invalidParameter, validationError } from '../validation-error.ts';
import type { Item } from '../values/attribute-value.ts';
import { parseItem } from '../values/attribute-value.ts';
import { ITEM_BYTES_MAX, itemSizeBytes } from '../values/item-size.ts';
import type { PreparedUpdate } from '../values/updated-item.ts';
import { pathsOfUpdate, prepareUpdate, updatedItem } from '../values/updated-item.ts';

/** The four kinds of action on an item. */
export type WriteKind = 'Put' | 'Update' | 'Delete' | 'ConditionCheck';

/** A write as the request describes it, checked as far as that needs no table. */
export type WriteRequest = {
  readonly kind: WriteKind;
  readonly tableName: unknown;
  /** The whole new item of a Put; the key attributes of the others. */
  readonly given: Item;
  /** The size of the new item of a Put. */
  readonly sizeBytes: number | undefined;
  readonly update: PreparedUpdate | undefined;
  readonly condition: Condition | undefined;
  readonly parameters: ExpressionParameters;
  readonly returnsItemOnFailure: boolean;
};

/** A write of an item of a table, checked as far as that needs no existing item. */
export type WriteAction = WriteRequest & { readonly table: Table; readonly key: KeyTexts };

/** The result of judging a write against the existing item. */
export type WriteVerdict =
  | { readonly kind: 'change'; readonly change: Change }
  | { readonly kind: 'checked'; readonly existing: Entry | undefined }
  | { readonly kind: 'conditionFailed'; readonly existing: Entry | undefined };

/** @throws {ServiceError} ValidationException for a fault of the request itself */
export function readWriteRequest(kind: WriteKind, input: JsonObject): WriteRequest {
  const given = parseItem(objectParameter(input, kind === 'Put' ? 'Item' : 'Key'));
  const parameters = new ExpressionParameters(input);
  const condition = readCondition(kind, input, parameters);
  const update = kind === 'Update' ? readUpdate(input, parameters) : undefined;
  parameters.refuseUnused();
  return {
    kind,
    tableName: input.TableName,
    given,
    update,
    condition,
    parameters,
    sizeBytes: kind === 'Put' ? itemSizeBytes(given) : undefined,
    returnsItemOnFailure: input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD',
  };
}

/** Refuses a Put that no table could hold. @throws {ServiceError} ValidationException */
export function refuseLargePut({ sizeBytes = 0 }: WriteRequest): void {
  if (sizeBytes > ITEM_BYTES_MAX) {
    throw validationError('Item size has exceeded the maximum allowed size');
  }
}

/**
 * Checks a write against its table.
 * @param isBatch in a batch AWS reports an item's key as it reports a `Key`
 * @throws {ServiceError} ValidationException when a key does not fit, or when the write would
 * change it
 */
export function writeActionFor(table: Table, request: WriteRequest, isBatch = false): WriteAction {
  const { kind, given, update, condition, parameters } = request;
  const { definition } = table;
  refuseUpdatedKey(definition, update);
  refuseConditionOnPartOfKey(definition, condition, parameters);
  if (update !== undefined) refusePathsIntoKeys(definition, pathsOfUpdate(update), parameters);
  // This is the last check: in a transaction, every other fault goes before a key that does not
  // fit.
  const key = keyOf(definition, request, isBatch);
  if (kind === 'Put') for (const index of definition.indexes) refuseUnfitForIndex(index, given);
  return { ...request, table, key };
}

/**
 * @throws {ServiceError} ValidationException when the update does not fit the item, or the result
 * a table or index
 */
export function judgeWrite(action: WriteAction): WriteVerdict {
  const { table, key, condition } = action;
  const existing = table.find(key);
  const holds =
    condition === undefined || conditionHolds(condition, existing?.item ?? {}, action.parameters);
  if (!holds) return { kind: 'conditionFailed', existing };
  if (action.kind === 'ConditionCheck') return { kind: 'checked', existing };
  const item = resultingItem(action, existing);
  return { kind: 'change', change: table.plan(key, existing, item, action.sizeBytes) };
}

function keyOf(
  { key }: TableDefinition,
  { kind, given }: WriteRequest,
  isBatch: boolean,
): KeyTexts {
  if (kind !== 'Put') return keyOfLookup(key, given);
  return isBatch ? matchingKey(key, given) : keyOfItem(key, given);
}

function readCondition(
  kind: WriteKind,
  input: JsonObject,
  parameters: ExpressionParameters,
): Condition | undefined {
  const text = input.ConditionExpression;
  const condition = parameters.read(
    'ConditionExpression',
    text,
    parseCondition,
    refuseUnfitOperands,
  );
  if (condition === undefined && kind === 'ConditionCheck') {
    throw validationError('A ConditionCheck must have a ConditionExpression');
  }
  return condition;
}

function readUpdate(
  input: JsonObject,
  parameters: ExpressionParameters,
): PreparedUpdate | undefined {
  const actions = parameters.read('UpdateExpression', input.UpdateExpression, parseUpdate);
  return actions === undefined ? undefined : prepareUpdate(actions, parameters);
}

function refuseUpdatedKey({ keyRoles }: TableDefinition, update: PreparedUpdate | undefined): void {
  if (update === undefined) return;
  for (const path of update.paths) {
    const name = path[0];
    if (typeof name !== 'string' || keyRoles.get(name) !== 'Key') continue;
    throw invalidParameter(`Cannot update attribute ${name}. This attribute is part of the key`);
  }
}

function resultingItem(
  { kind, given, update }: WriteAction,
  existing: Entry | undefined,
): Item | undefined {
  if (kind === 'Delete') return undefined;
  if (kind === 'Put') return given;
  const item = existing?.item ?? given;
  return update === undefined ? item : updatedItem(item, update);
}
