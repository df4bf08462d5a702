// Keys are scalars, so no path may lead into one.
import { pathsOf } from '../expressions/condition-attributes.ts';
import type { Condition } from '../expressions/condition-expression.ts';
import type { Path } from '../expressions/document-path.ts';
import { resolveStep } from '../expressions/document-path.ts';
import type { Substitutions } from '../expressions/expression-parameters.ts';
import { validationError } from '../validation-error.ts';
import type { TableDefinition } from './table-definition.ts';

/**
 * Refuses paths that lead into a key attribute of the table or of one of its indexes.
 * @throws {ServiceError} ValidationException naming the attribute
 */
export function refusePathsIntoKeys(
  { keyRoles }: TableDefinition,
  paths: readonly Path[],
  substitutions: Substitutions,
): void {
  for (const path of paths) {
    const first = path[0];
    if (first === undefined || path.length === 1) continue;
    const name = String(resolveStep(first, substitutions));
    const role = keyRoles.get(name);
    if (role === undefined) continue;
    throw validationError(
      "Key attributes must be scalars; list random access '[]' and map lookup '.' are not " +
        `allowed: ${role}: ${name}`,
    );
  }
}

/** As `refusePathsIntoKeys`, for the paths of a condition. @throws {ServiceError} */
export function refuseConditionOnPartOfKey(
  definition: TableDefinition,
  condition: Condition | undefined,
  substitutions: Substitutions,
): void {
  if (condition === undefined) return;
  refusePathsIntoKeys(definition, pathsOf(condition), substitutions);
}
