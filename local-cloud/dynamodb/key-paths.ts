// Keys are scalars: no expression may look into one.
import { pathsOf } from './condition-attributes.ts';
import type { Condition } from './condition-expression.ts';
import type { Path } from './document-path.ts';
import { resolveStep } from './document-path.ts';
import type { Substitutions } from './expression-parameters.ts';
import type { TableDefinition } from './table-definition.ts';
import { validationError } from './validation-error.ts';

/**
 * Refuses paths that go into a key attribute of the table or of one of its indexes.
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
