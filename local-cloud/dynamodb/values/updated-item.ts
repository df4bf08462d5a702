import type { Path } from '../expressions/document-path.ts';
import { pathClash, resolvePath, valueAt } from '../expressions/document-path.ts';
import type { Substitutions } from '../expressions/expression-parameters.ts';
import { invalidExpression } from '../expressions/tokens.ts';
import type { UpdateAction, UpdateOperand } from '../expressions/update-expression.ts';
import { validationError } from '../validation-error.ts';
import type { AttributeValue, Item } from './attribute-value.ts';
import { addNumbers, subtractNumbers } from './decimal.ts';
import { removeAt, writeAt } from './value-surgery.ts';

/** An update with its placeholders filled in. Its parts fit together, whatever the item is. */
export type PreparedUpdate = {
  readonly actions: readonly UpdateAction[];
  /** The path of each action, resolved. */
  readonly paths: readonly Path[];
  readonly substitutions: Substitutions;
};

/**
 * Resolves an update's paths and checks what can be checked without the item.
 * @throws {ServiceError} ValidationException when paths overlap or a value can never fit its
 * operator
 */
export function prepareUpdate(
  actions: readonly UpdateAction[],
  substitutions: Substitutions,
): PreparedUpdate {
  const paths = actions.map((action) => resolvePath(action.path, substitutions));
  const clash = pathClash(paths);
  if (clash !== undefined) throw invalidExpression('UpdateExpression', clash);
  for (const action of actions) refuseUnfitLiteral(action, substitutions);
  return { actions, paths, substitutions };
}

/** Every path that an update writes or reads, unresolved. */
export function pathsOfUpdate({ actions }: PreparedUpdate): readonly Path[] {
  let paths = pathsByUpdate.get(actions);
  if (paths === undefined) {
    paths = actions.flatMap((action) =>
      action.kind === 'SET' ? [action.path, ...pathsIn(action.operand)] : [action.path],
    );
    pathsByUpdate.set(actions, paths);
  }
  return paths;
}

const pathsByUpdate = new WeakMap<readonly UpdateAction[], readonly Path[]>();

function pathsIn(operand: UpdateOperand): readonly Path[] {
  switch (operand.kind) {
    case 'value':
      return [];
    case 'path':
      return [operand.path];
    case 'if_not_exists':
      return [operand.path, ...pathsIn(operand.otherwise)];
    default:
      return [...pathsIn(operand.left), ...pathsIn(operand.right)];
  }
}

/**
 * The item after an update; the old one does not change. Every operand is read from the old item.
 * Removals from lists come last, so that all indexes are those of the old item.
 * @throws {ServiceError} ValidationException when an operand is missing or of a wrong type
 */
export function updatedItem(item: Item, update: PreparedUpdate): Item {
  const writes: { path: Path; value: AttributeValue }[] = [];
  const removals: Path[] = [];
  for (const [index, action] of update.actions.entries()) {
    const path = update.paths[index] ?? action.path;
    const value = resultOf(action, item, update.substitutions);
    if (value === undefined) removals.push(path);
    else writes.push({ path, value });
  }
  let updated = item;
  for (const { path, value } of inListOrder(writes)) updated = writeAt(updated, path, value);
  for (const path of removals.toSorted(lastFirst)) updated = removeAt(updated, path);
  return updated;
}

// The value that an action leaves at its path; undefined is none.
function resultOf(
  action: UpdateAction,
  item: Item,
  substitutions: Substitutions,
): AttributeValue | undefined {
  if (action.kind === 'REMOVE') return undefined;
  if (action.kind === 'SET') return computed(action.operand, item, substitutions);
  const current = valueAt(item, action.path, substitutions);
  const change = substitutions.value(action.placeholder);
  if (action.kind === 'ADD') return current === undefined ? change : sum(current, change);
  return current && withoutElements(current, change);
}

function computed(
  operand: UpdateOperand,
  item: Item,
  substitutions: Substitutions,
): AttributeValue {
  switch (operand.kind) {
    case 'value':
      return substitutions.value(operand.placeholder);
    case 'path': {
      const value = valueAt(item, operand.path, substitutions);
      if (value !== undefined) return value;
      throw validationError(
        'The provided expression refers to an attribute that does not exist in the item',
      );
    }
    case 'if_not_exists':
      return (
        valueAt(item, operand.path, substitutions) ??
        computed(operand.otherwise, item, substitutions)
      );
    case 'list_append': {
      const left = computed(operand.left, item, substitutions);
      const right = computed(operand.right, item, substitutions);
      if (!('L' in left && 'L' in right)) throw wrongType();
      return { L: [...left.L, ...right.L] };
    }
    case '+':
    case '-': {
      const left = computed(operand.left, item, substitutions);
      const right = computed(operand.right, item, substitutions);
      if (!('N' in left && 'N' in right)) throw wrongType();
      const combine = operand.kind === '+' ? addNumbers : subtractNumbers;
      return { N: combine(left.N, right.N) };
    }
  }
}

function sum(current: AttributeValue, change: AttributeValue): AttributeValue {
  if ('N' in current && 'N' in change) return { N: addNumbers(current.N, change.N) };
  if ('SS' in current && 'SS' in change) return { SS: union(current.SS, change.SS) };
  if ('NS' in current && 'NS' in change) return { NS: union(current.NS, change.NS) };
  if ('BS' in current && 'BS' in change) return { BS: union(current.BS, change.BS) };
  throw wrongType();
}

function union(current: readonly string[], added: readonly string[]): readonly string[] {
  return [...new Set([...current, ...added])];
}

// A set that loses its last element is removed: DynamoDB has no empty sets.
function withoutElements(
  current: AttributeValue,
  removed: AttributeValue,
): AttributeValue | undefined {
  const left = (all: readonly string[], gone: readonly string[]) =>
    all.filter((element) => !gone.includes(element));
  if ('SS' in current && 'SS' in removed) {
    const SS = left(current.SS, removed.SS);
    return SS.length > 0 ? { SS } : undefined;
  }
  if ('NS' in current && 'NS' in removed) {
    const NS = left(current.NS, removed.NS);
    return NS.length > 0 ? { NS } : undefined;
  }
  if ('BS' in current && 'BS' in removed) {
    const BS = left(current.BS, removed.BS);
    return BS.length > 0 ? { BS } : undefined;
  }
  throw wrongType();
}

function wrongType(): Error {
  return validationError('An operand in the update expression has an incorrect data type');
}

function refuseUnfitLiteral(action: UpdateAction, substitutions: Substitutions): void {
  if (action.kind === 'REMOVE') return;
  if (action.kind === 'SET') {
    refuseUnfitOperands(action.operand, substitutions);
    return;
  }
  const value = substitutions.value(action.placeholder);
  const fits = 'SS' in value || 'NS' in value || 'BS' in value;
  if (!fits && !(action.kind === 'ADD' && 'N' in value)) throw unfit(action.kind, value);
}

function refuseUnfitOperands(operand: UpdateOperand, substitutions: Substitutions): void {
  if (operand.kind === 'if_not_exists') refuseUnfitOperands(operand.otherwise, substitutions);
  if (operand.kind !== '+' && operand.kind !== '-' && operand.kind !== 'list_append') return;
  for (const side of [operand.left, operand.right]) {
    refuseUnfitOperands(side, substitutions);
    if (side.kind !== 'value') continue;
    const value = substitutions.value(side.placeholder);
    const wanted = operand.kind === 'list_append' ? 'L' : 'N';
    if (!(wanted in value)) throw unfit(operand.kind, value);
  }
}

function unfit(operator: string, value: AttributeValue): Error {
  return invalidExpression(
    'UpdateExpression',
    'Incorrect operand type for operator or function; ' +
      `operator or function: ${operator}, operand type: ${Object.keys(value).join('')}`,
  );
}

// Elements beyond a list's end are appended from the lowest index to the highest, whatever the
// order in the text is.
function inListOrder<T extends { path: Path }>(writes: readonly T[]): readonly T[] {
  if (writes.length < 2) return writes;
  return writes.toSorted((a, b) => comparePaths(a.path, b.path));
}

function lastFirst(a: Path, b: Path): number {
  return comparePaths(b, a);
}

function comparePaths(a: Path, b: Path): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const left = a[index] ?? 0;
    const right = b[index] ?? 0;
    if (left === right) continue;
    if (typeof left === 'number' && typeof right === 'number') return left - right;
    return String(left) < String(right) ? -1 : 1;
  }
  return a.length - b.length;
}
