// One write of one item, the same whether it comes alone or in a transaction: first read what it
// asks for, which depends on the request alone; then judge it against the item that is there.
// Neither step changes anything.
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

/** The four things that can be asked of an item. */
export type WriteKind = 'Put' | 'Update' | 'Delete' | 'ConditionCheck';

/** A write as it was asked for, checked as far as no table is needed for it. */
export type WriteRequest = {
  readonly kind: WriteKind;
  readonly tableName: unknown;
  /** The whole new item of a Put; the key attributes of the others. */
  readonly given: Item;
  /** Of a Put, its item's. */
  readonly sizeBytes: number | undefined;
  readonly update: PreparedUpdate | undefined;
  readonly condition: Condition | undefined;
  readonly parameters: ExpressionParameters;
  readonly returnsItemOnFailure: boolean;
};

/** A write of an item of a table, checked as far as the item that is there is not needed. */
export type WriteAction = WriteRequest & { readonly table: Table; readonly key: KeyTexts };

/** What a write comes to when it meets the item that is there. */
export type WriteVerdict =
  | { readonly kind: 'change'; readonly change: Change }
  | { readonly kind: 'checked'; readonly existing: Entry | undefined }
  | { readonly kind: 'conditionFailed'; readonly existing: Entry | undefined };

/** @throws {ServiceError} ValidationException for whatever is wrong with the request itself */
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
 * Holds a write against the table that it is for.
 * @param isBatch in a batch AWS reports an item's key as it reports a `Key`
 * @throws {ServiceError} ValidationException when a key does not fit, or is meddled with
 */
export function writeActionFor(table: Table, request: WriteRequest, isBatch = false): WriteAction {
  const { kind, given, update, condition, parameters } = request;
  const { definition } = table;
  refuseUpdatedKey(definition, update);
  refuseConditionOnPartOfKey(definition, condition, parameters);
  if (update !== undefined) refusePathsIntoKeys(definition, pathsOfUpdate(update), parameters);
  // Last, since in a transaction a key that does not fit is less of a fault than all others.
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
