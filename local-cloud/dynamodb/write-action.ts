// One write of one item, the same whether it comes alone or in a transaction: first read what it
// asks for, which depends on the request alone; then judge it against the item that is there.
// Neither step changes anything.
import type { JsonObject } from '#local-cloud/service.ts';
import type { Item } from './attribute-value.ts';
import { parseItem } from './attribute-value.ts';
import type { Condition } from './condition-expression.ts';
import { parseCondition } from './condition-expression.ts';
import { conditionHolds, refuseUnfitValues } from './condition-verdict.ts';
import { ExpressionParameters } from './expression-parameters.ts';
import type { Entry } from './ordered-store.ts';
import { objectParameter, wordParameter } from './parameters.ts';
import type { KeyTexts } from './primary-key.ts';
import { keyOfItem, parseKey, refuseUnfitForIndex } from './primary-key.ts';
import type { Change, Table } from './table.ts';
import { keyNames } from './table-definition.ts';
import { parseUpdate } from './update-expression.ts';
import type { PreparedUpdate } from './updated-item.ts';
import { prepareUpdate, updatedItem } from './updated-item.ts';
import { invalidParameter, validationError } from './validation-error.ts';

/** The four things that can be asked of an item. */
export type WriteKind = 'Put' | 'Update' | 'Delete' | 'ConditionCheck';

/** A write as asked for, checked as far as the request alone allows. */
export type WriteAction = {
  readonly kind: WriteKind;
  readonly table: Table;
  readonly key: KeyTexts;
  /** The whole new item of a Put; the key attributes of the others. */
  readonly given: Item;
  readonly update: PreparedUpdate | undefined;
  readonly condition: Condition | undefined;
  readonly parameters: ExpressionParameters;
  readonly returnsItemOnFailure: boolean;
};

/** What a write comes to when it meets the item that is there. */
export type WriteVerdict =
  | { readonly kind: 'change'; readonly change: Change }
  | { readonly kind: 'checked'; readonly existing: Entry | undefined }
  | { readonly kind: 'conditionFailed'; readonly existing: Entry | undefined };

/** @throws {ServiceError} ValidationException for whatever is wrong with the request itself */
export function readWriteAction(table: Table, kind: WriteKind, input: JsonObject): WriteAction {
  const parameters = new ExpressionParameters(input);
  const condition = readCondition(kind, input, parameters);
  const update = kind === 'Update' ? readUpdate(table, input, parameters) : undefined;
  parameters.refuseUnused();
  const onFailure = wordParameter(input, 'ReturnValuesOnConditionCheckFailure', [
    'NONE',
    'ALL_OLD',
  ]);
  const returnsItemOnFailure = onFailure === 'ALL_OLD';
  // Last, since in a transaction a key that does not fit is less of a fault than all others.
  const given = readGiven(table, kind, input);
  const key = keyOfItem(table.definition.key, given);
  if (kind === 'Put') refuseUnfitForIndexes(table, given);
  return { kind, table, key, given, update, condition, parameters, returnsItemOnFailure };
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
  return { kind: 'change', change: table.plan(key, existing, resultingItem(action, existing)) };
}

function readGiven(table: Table, kind: WriteKind, input: JsonObject): Item {
  if (kind !== 'Put') return parseKey(table.definition.key, objectParameter(input, 'Key'));
  return parseItem(objectParameter(input, 'Item'));
}

function refuseUnfitForIndexes(table: Table, item: Item): void {
  for (const index of table.definition.indexes) refuseUnfitForIndex(index, item);
}

function readCondition(
  kind: WriteKind,
  input: JsonObject,
  parameters: ExpressionParameters,
): Condition | undefined {
  const text = input.ConditionExpression;
  const condition = parameters.read('ConditionExpression', text, parseCondition);
  if (condition !== undefined) refuseUnfitValues('ConditionExpression', condition, parameters);
  if (condition === undefined && kind === 'ConditionCheck') {
    throw validationError('A ConditionCheck must have a ConditionExpression');
  }
  return condition;
}

function readUpdate(
  table: Table,
  input: JsonObject,
  parameters: ExpressionParameters,
): PreparedUpdate | undefined {
  const actions = parameters.read('UpdateExpression', input.UpdateExpression, parseUpdate);
  if (actions === undefined) return undefined;
  const update = prepareUpdate(actions, parameters);
  const keys = keyNames(table.definition.key);
  const keyPath = update.paths.find(([name]) => typeof name === 'string' && keys.includes(name));
  if (keyPath !== undefined) {
    throw invalidParameter(
      `Cannot update attribute ${keyPath[0]}. This attribute is part of the key`,
    );
  }
  return update;
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
