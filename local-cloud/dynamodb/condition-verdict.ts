import type { AttributeValue, Item } from './attribute-value.ts';
import { typeOf, VALUE_TYPES } from './attribute-value.ts';
import {
  compareValues,
  isOrdered,
  valueBeginsWith,
  valueContains,
  valuesEqual,
} from './compare-values.ts';
import type { Comparator, Condition, ConditionFunction, Operand } from './condition-expression.ts';
import { valueAt } from './document-path.ts';
import type { Substitutions } from './expression-parameters.ts';
import { binarySizeBytes } from './item-size.ts';
import type { ExpressionKind } from './tokens.ts';
import { invalidExpression } from './tokens.ts';

/** Whether a condition holds for an item; an absent item is the empty one. */
export function conditionHolds(
  condition: Condition,
  item: Item,
  substitutions: Substitutions,
): boolean {
  const resolved = (operand: Operand) => operandValue(operand, item, substitutions);
  switch (condition.kind) {
    case 'and':
      return (
        conditionHolds(condition.left, item, substitutions) &&
        conditionHolds(condition.right, item, substitutions)
      );
    case 'or':
      return (
        conditionHolds(condition.left, item, substitutions) ||
        conditionHolds(condition.right, item, substitutions)
      );
    case 'not':
      return !conditionHolds(condition.condition, item, substitutions);
    case 'compare':
      return comparisonHolds(
        condition.comparator,
        resolved(condition.left),
        resolved(condition.right),
      );
    case 'between': {
      const value = resolved(condition.operand);
      const notBelow = comparisonHolds('>=', value, resolved(condition.low));
      return notBelow && comparisonHolds('<=', value, resolved(condition.high));
    }
    case 'in': {
      const value = resolved(condition.operand);
      return condition.candidates.some((each) => comparisonHolds('=', value, resolved(each)));
    }
    case 'function':
      return functionHolds(condition.name, condition.operands.map(resolved));
  }
}

/**
 * Refuses values that can never fit their operator, whatever the item holds, as AWS does up front.
 * @throws {ServiceError} ValidationException naming the operator and the value's type
 */
export function refuseUnfitValues(
  kind: ExpressionKind,
  condition: Condition,
  substitutions: Substitutions,
): void {
  const literal = (operand: Operand | undefined) =>
    operand?.kind === 'value' ? substitutions.value(operand.placeholder) : undefined;
  switch (condition.kind) {
    case 'and':
    case 'or':
      refuseUnfitValues(kind, condition.left, substitutions);
      refuseUnfitValues(kind, condition.right, substitutions);
      return;
    case 'not':
      refuseUnfitValues(kind, condition.condition, substitutions);
      return;
    case 'compare':
      if (condition.comparator === '=' || condition.comparator === '<>') return;
      refuseUnordered(kind, condition.comparator, literal(condition.left));
      refuseUnordered(kind, condition.comparator, literal(condition.right));
      return;
    case 'between':
      refuseUnordered(kind, 'BETWEEN', literal(condition.operand));
      refuseBadBounds(kind, literal(condition.low), literal(condition.high));
      return;
    case 'function':
      refuseUnfitArgument(kind, condition.name, literal(condition.operands[1]));
      return;
    case 'in':
      return;
  }
}

function operandValue(
  operand: Operand,
  item: Item,
  substitutions: Substitutions,
): AttributeValue | undefined {
  switch (operand.kind) {
    case 'path':
      return valueAt(item, operand.path, substitutions);
    case 'value':
      return substitutions.value(operand.placeholder);
    case 'size': {
      const size = sizeOf(operandValue(operand.of, item, substitutions));
      return size === undefined ? undefined : { N: String(size) };
    }
  }
}

function sizeOf(value: AttributeValue | undefined): number | undefined {
  if (value === undefined) return undefined;
  if ('S' in value) return value.S.length;
  if ('B' in value) return binarySizeBytes(value.B);
  if ('L' in value) return value.L.length;
  if ('M' in value) return Object.keys(value.M).length;
  if ('SS' in value) return value.SS.length;
  if ('NS' in value) return value.NS.length;
  if ('BS' in value) return value.BS.length;
  return undefined;
}

// A missing operand makes every comparison false but `<>`, which it makes true.
function comparisonHolds(
  comparator: Comparator,
  left: AttributeValue | undefined,
  right: AttributeValue | undefined,
): boolean {
  if (left === undefined || right === undefined) return comparator === '<>';
  if (comparator === '=') return valuesEqual(left, right);
  if (comparator === '<>') return !valuesEqual(left, right);
  const order = compareValues(left, right);
  if (order === undefined) return false;
  if (comparator === '<') return order < 0;
  if (comparator === '<=') return order <= 0;
  return comparator === '>' ? order > 0 : order >= 0;
}

function functionHolds(
  name: ConditionFunction,
  [first, second]: readonly (AttributeValue | undefined)[],
): boolean {
  if (name === 'attribute_exists') return first !== undefined;
  if (name === 'attribute_not_exists') return first === undefined;
  if (first === undefined || second === undefined) return false;
  if (name === 'attribute_type') return 'S' in second && typeOf(first) === second.S;
  if (name === 'begins_with') return valueBeginsWith(first, second);
  return valueContains(first, second);
}

function refuseUnordered(
  kind: ExpressionKind,
  operator: string,
  value: AttributeValue | undefined,
): void {
  if (value !== undefined && !isOrdered(value)) throw unfit(kind, operator, value);
}

function refuseBadBounds(
  kind: ExpressionKind,
  low: AttributeValue | undefined,
  high: AttributeValue | undefined,
): void {
  refuseUnordered(kind, 'BETWEEN', low);
  refuseUnordered(kind, 'BETWEEN', high);
  if (low === undefined || high === undefined) return;
  const order = compareValues(low, high);
  const bounds = `lower bound operand: ${boundText(low)}, upper bound operand: ${boundText(high)}`;
  if (order === undefined) {
    throw invalidExpression(
      kind,
      `The BETWEEN operator requires same data type for lower and upper bounds; ${bounds}`,
    );
  }
  if (order > 0) {
    throw invalidExpression(
      kind,
      'The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ' +
        bounds,
    );
  }
}

function boundText(value: AttributeValue): string {
  return `AttributeValue: {${typeOf(value)}:${Object.values(value).join('')}}`;
}

function refuseUnfitArgument(
  kind: ExpressionKind,
  name: ConditionFunction,
  value: AttributeValue | undefined,
): void {
  if (value === undefined) return;
  if (name === 'begins_with' && !('S' in value || 'B' in value)) throw unfit(kind, name, value);
  if (name !== 'attribute_type') return;
  if (!('S' in value)) throw unfit(kind, name, value);
  if (!VALUE_TYPES.some((type) => type === value.S)) {
    throw invalidExpression(
      kind,
      `Invalid attribute type name found; type: ${value.S}, ` +
        `valid types: {${VALUE_TYPES.join(',')}}`,
    );
  }
}

function unfit(kind: ExpressionKind, operator: string, value: AttributeValue): Error {
  return invalidExpression(
    kind,
    'Incorrect operand type for operator or function; ' +
      `operator or function: ${operator}, operand type: ${typeOf(value)}`,
  );
}
