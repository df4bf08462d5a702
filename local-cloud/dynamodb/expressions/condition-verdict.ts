import type { AttributeValue, Item } from '../values/attribute-value.ts';
import { typeOf } from '../values/attribute-value.ts';
import {
  compareValues,
  valueBeginsWith,
  valueContains,
  valuesEqual,
} from '../values/compare-values.ts';
import { binarySizeBytes } from '../values/item-size.ts';
import type { Comparator, Condition, ConditionFunction, Operand } from './condition-expression.ts';
import { valueAt } from './document-path.ts';
import type { Substitutions } from './expression-parameters.ts';

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

// With a missing operand `<>` is true, and every other comparison is false.
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
