// Checks of a condition that need no item: operands that never fit their operator.
import type { AttributeValue, ValueType } from '../values/attribute-value.ts';
import { typeOf, VALUE_TYPES } from '../values/attribute-value.ts';
import { compareValues } from '../values/compare-values.ts';
import type { Condition, Operand } from './condition-expression.ts';
import { pathText, resolvePath, resolveStep } from './document-path.ts';
import type { Substitutions } from './expression-parameters.ts';
import type { ExpressionKind } from './tokens.ts';
import { invalidExpression } from './tokens.ts';

/**
 * Refuses operands that can never fit their operator, whatever the item holds, in the order in
 * which they are written.
 * @throws {ServiceError} ValidationException naming the operator and the operand's type
 */
export function refuseUnfitOperands(
  kind: ExpressionKind,
  condition: Condition,
  substitutions: Substitutions,
): void {
  switch (condition.kind) {
    case 'and':
    case 'or':
      refuseUnfitOperands(kind, condition.left, substitutions);
      refuseUnfitOperands(kind, condition.right, substitutions);
      return;
    case 'not':
      refuseUnfitOperands(kind, condition.condition, substitutions);
      return;
    case 'compare':
      if (fitsAlways(condition, substitutions)) return;
      new OperandCheck(kind, condition.comparator, substitutions).compare(condition);
      return;
    case 'between':
      new OperandCheck(kind, 'BETWEEN', substitutions).between(condition);
      return;
    case 'in':
      new OperandCheck(kind, 'IN', substitutions).types([
        condition.operand,
        ...condition.candidates,
      ]);
      return;
    case 'function':
      if (condition.operands.length === 1) return;
      new OperandCheck(kind, condition.name, substitutions).call(condition);
      return;
  }
}

/** Whether a path is compared with a value that fits, as in most conditions. It looks up both. */
function fitsAlways(
  { comparator, left, right }: Of<'compare'>,
  substitutions: Substitutions,
): boolean {
  if (left.kind !== 'path' || right.kind !== 'value') return false;
  for (const step of left.path) resolveStep(step, substitutions);
  const type = typeOf(substitutions.value(right.placeholder));
  return comparator === '=' || comparator === '<>' || ORDERED.includes(type);
}

type Of<Kind extends Condition['kind']> = Extract<Condition, { readonly kind: Kind }>;
type Type = ValueType | undefined;

// The types that have an order, those that begin with something, and those that have no size.
const ORDERED: readonly ValueType[] = ['S', 'N', 'B'];
const WITH_PREFIX: readonly ValueType[] = ['S', 'B'];
const WITHOUT_SIZE: readonly ValueType[] = ['N', 'BOOL', 'NULL'];
// AWS's name for the type of a path. AWS lists the types in an order that changes.
const ANY_TYPE = '{NS,SS,L,BS,N,M,B,BOOL,NULL,S}';

/** One operator with its operands. */
class OperandCheck {
  readonly #kind: ExpressionKind;
  readonly #operator: string;
  readonly #substitutions: Substitutions;

  constructor(kind: ExpressionKind, operator: string, substitutions: Substitutions) {
    this.#kind = kind;
    this.#operator = operator;
    this.#substitutions = substitutions;
  }

  compare({ comparator, left, right }: Of<'compare'>): void {
    const types = this.types([left, right]);
    if (comparator !== '=' && comparator !== '<>') this.#refuseOthers(types, ORDERED);
    this.#refuseSame(left, [right]);
  }

  between({ operand, low, high }: Of<'between'>): void {
    this.#refuseOthers(this.types([operand, low, high]), ORDERED);
    this.#refuseSame(operand, [low, high]);
    if (low.kind === 'value' && high.kind === 'value') {
      const bound = (placeholder: string) => this.#substitutions.value(placeholder);
      this.#refuseBounds(bound(low.placeholder), bound(high.placeholder));
    }
  }

  call({ name, operands }: Of<'function'>): void {
    const [first, second] = operands;
    const types = this.types(operands);
    if (name === 'begins_with') this.#refuseOthers(types, WITH_PREFIX);
    if (name === 'attribute_type' && second !== undefined) this.#refuseTypeName(second, types[1]);
    if (first !== undefined) this.#refuseSame(first, operands.slice(1));
  }

  /** The type of each operand, as far as it is known. It looks up every name and value. */
  types(operands: readonly Operand[]): readonly Type[] {
    return operands.map((operand) => this.#typeOf(operand));
  }

  #typeOf(operand: Operand): Type {
    if (operand.kind === 'value') return typeOf(this.#substitutions.value(operand.placeholder));
    if (operand.kind === 'path') {
      for (const step of operand.path) resolveStep(step, this.#substitutions);
      return undefined;
    }
    const measured = this.#typeOf(operand.of);
    if (measured !== undefined && WITHOUT_SIZE.includes(measured)) {
      throw this.#unfit(measured, 'size');
    }
    return 'N';
  }

  #refuseOthers(types: readonly Type[], fit: readonly ValueType[]): void {
    const unfit = types.find((type) => type !== undefined && !fit.includes(type));
    if (unfit !== undefined) throw this.#unfit(unfit);
  }

  #refuseTypeName(named: Operand, type: Type): void {
    if (named.kind !== 'value' || type !== 'S') throw this.#unfit(type ?? ANY_TYPE);
    const value = this.#substitutions.value(named.placeholder);
    const name = 'S' in value ? value.S : '';
    if (VALUE_TYPES.some((each) => each === name)) return;
    throw invalidExpression(
      this.#kind,
      `Invalid attribute type name found; type: ${name}, valid types: {${VALUE_TYPES.join(',')}}`,
    );
  }

  /** AWS refuses only equal paths. Sizes and values may stand on both sides. */
  #refuseSame(first: Operand, others: readonly Operand[]): void {
    if (first.kind !== 'path' || others.every(({ kind }) => kind !== 'path')) return;
    const text = pathText(resolvePath(first.path, this.#substitutions));
    const isSame = (other: Operand) =>
      other.kind === 'path' && pathText(resolvePath(other.path, this.#substitutions)) === text;
    if (!others.some(isSame)) return;
    throw invalidExpression(
      this.#kind,
      'The first operand must be distinct from the remaining operands for this operator or ' +
        `function; operator: ${this.#operator}, first operand: ${text}`,
    );
  }

  #refuseBounds(low: AttributeValue, high: AttributeValue): void {
    const order = compareValues(low, high);
    if (order !== undefined && order <= 0) return;
    const rule =
      order === undefined
        ? 'same data type for lower and upper bounds'
        : 'upper bound to be greater than or equal to lower bound';
    throw invalidExpression(
      this.#kind,
      `The BETWEEN operator requires ${rule}; ` +
        `lower bound operand: ${boundText(low)}, upper bound operand: ${boundText(high)}`,
    );
  }

  #unfit(type: string, operator = this.#operator): Error {
    return invalidExpression(
      this.#kind,
      'Incorrect operand type for operator or function; ' +
        `operator or function: ${operator}, operand type: ${type}`,
    );
  }
}

function boundText(value: AttributeValue): string {
  return `AttributeValue: {${typeOf(value)}:${Object.values(value).join('')}}`;
}
