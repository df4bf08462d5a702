import type { JsonObject } from '#local-cloud/service.ts';
import type { Index } from '../tables/table.ts';
import { constraintErrors, invalidParameter, validationError } from '../validation-error.ts';

/**
 * Checks `Select` against the rest of a Query or Scan, as far as that needs no table.
 * @throws {ServiceError} ValidationException when they contradict each other
 */
export function refuseContradiction(
  operation: 'Query' | 'Scan',
  { Select: select, IndexName: indexName }: JsonObject,
  isProjected: boolean,
): void {
  if (select === undefined) return;
  if (isProjected && select !== 'SPECIFIC_ATTRIBUTES') {
    throw validationError(
      `Cannot specify the ProjectionExpression when choosing to get ${String(select)}`,
    );
  }
  if (!isProjected && select === 'SPECIFIC_ATTRIBUTES') {
    const problem =
      'Must specify the AttributesToGet or ProjectionExpression ' +
      'when choosing to get SPECIFIC_ATTRIBUTES';
    throw operation === 'Query' ? constraintErrors([problem]) : validationError(problem);
  }
  if (select === 'ALL_PROJECTED_ATTRIBUTES' && indexName === undefined) {
    throw invalidParameter(
      'ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName',
    );
  }
}

/** @throws {ServiceError} ValidationException when an index cannot give what `Select` wants */
export function refuseUnselectable(select: unknown, index: Index | undefined): void {
  if (select === 'ALL_ATTRIBUTES' && index?.definition.attributes !== undefined) {
    throw invalidParameter(
      'Select type ALL_ATTRIBUTES is not supported for global secondary index ' +
        `${index.definition.name} because its projection type is not ALL`,
    );
  }
}

/** @throws {ServiceError} ValidationException when an index does not hold a requested attribute */
export function refuseUnprojected(index: Index | undefined, names: readonly string[]): void {
  const attributes = index?.definition.attributes;
  if (index === undefined || attributes === undefined) return;
  const missing = names.find((name) => !attributes.has(name));
  if (missing !== undefined) {
    throw invalidParameter(
      `Global secondary index ${index.definition.name} does not project [${missing}]`,
    );
  }
}
