import type { JsonObject } from '#local-cloud/service.ts';
import type { Path } from './document-path.ts';
import { wordParameter } from './parameters.ts';
import type { Index } from './table.ts';
import { invalidParameter, validationError } from './validation-error.ts';

/**
 * Whether a Query or Scan wants no items, only their number; checks `Select` against the rest of
 * the request.
 * @throws {ServiceError} ValidationException when they contradict each other
 */
export function selectsCountOnly(
  input: JsonObject,
  index: Index | undefined,
  paths: readonly Path[] | undefined,
): boolean {
  if (input.Select === undefined) return false;
  const select = wordParameter(input, 'Select', SELECTS);
  if (paths !== undefined && select !== 'SPECIFIC_ATTRIBUTES') {
    throw validationError(`Cannot specify the ProjectionExpression when choosing to get ${select}`);
  }
  if (paths === undefined && select === 'SPECIFIC_ATTRIBUTES') {
    throw invalidParameter('Must specify the ProjectionExpression for SPECIFIC_ATTRIBUTES');
  }
  if (select === 'ALL_PROJECTED_ATTRIBUTES' && index === undefined) {
    throw invalidParameter(
      'ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName',
    );
  }
  if (select === 'ALL_ATTRIBUTES' && index?.definition.attributes !== undefined) {
    throw invalidParameter(
      'Select type ALL_ATTRIBUTES is not supported for global secondary index ' +
        `${index.definition.name} because its projection type is not ALL`,
    );
  }
  return select === 'COUNT';
}

/**
 * @throws {ServiceError} ValidationException when an index lacks an attribute that is asked of it
 */
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

const SELECTS = [
  'ALL_ATTRIBUTES',
  'ALL_PROJECTED_ATTRIBUTES',
  'SPECIFIC_ATTRIBUTES',
  'COUNT',
] as const;
