import type { Condition, Operand } from './condition-expression.ts';
import { resolvePath } from './document-path.ts';
import type { Substitutions } from './expression-parameters.ts';

/** The names of the attributes of an item that a condition looks at. */
export function attributesOf(
  condition: Condition,
  substitutions: Substitutions,
): readonly string[] {
  const named = (operand: Operand): readonly string[] => {
    if (operand.kind === 'value') return [];
    if (operand.kind === 'size') return named(operand.of);
    return resolvePath(operand.path, substitutions).slice(0, 1).map(String);
  };
  switch (condition.kind) {
    case 'and':
    case 'or':
      return [condition.left, condition.right].flatMap((each) => attributesOf(each, substitutions));
    case 'not':
      return attributesOf(condition.condition, substitutions);
    case 'compare':
      return [condition.left, condition.right].flatMap(named);
    case 'between':
      return [condition.operand, condition.low, condition.high].flatMap(named);
    case 'in':
      return [condition.operand, ...condition.candidates].flatMap(named);
    case 'function':
      return condition.operands.flatMap(named);
  }
}
