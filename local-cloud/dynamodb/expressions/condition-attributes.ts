import type { Condition, Operand } from './condition-expression.ts';
import type { Path } from './document-path.ts';
import { resolveStep } from './document-path.ts';
import type { Substitutions } from './expression-parameters.ts';

/** The names of the attributes of an item that a condition reads. */
export function attributesOf(
  condition: Condition,
  substitutions: Substitutions,
): readonly string[] {
  return pathsOf(condition).map(([name = '']) => String(resolveStep(name, substitutions)));
}

/**
 * The paths of a condition, unresolved. They are kept for each tree, so each tree is walked once.
 */
export function pathsOf(condition: Condition): readonly Path[] {
  let paths = pathsByTree.get(condition);
  if (paths === undefined) {
    paths = pathsIn(condition);
    pathsByTree.set(condition, paths);
  }
  return paths;
}

const pathsByTree = new WeakMap<Condition, readonly Path[]>();

function pathsIn(condition: Condition): readonly Path[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return [condition.left, condition.right].flatMap(pathsIn);
    case 'not':
      return pathsIn(condition.condition);
    case 'compare':
      return [condition.left, condition.right].flatMap(pathIn);
    case 'between':
      return [condition.operand, condition.low, condition.high].flatMap(pathIn);
    case 'in':
      return [condition.operand, ...condition.candidates].flatMap(pathIn);
    case 'function':
      return condition.operands.flatMap(pathIn);
  }
}

function pathIn(operand: Operand): readonly Path[] {
  if (operand.kind === 'value') return [];
  return operand.kind === 'size' ? pathIn(operand.of) : [operand.path];
}
