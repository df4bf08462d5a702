import type { JsonObject } from '#local-cloud/service.ts';
import type { Path } from './document-path.ts';
import { parseProjection, pathClash, resolvePath } from './document-path.ts';
import type { ExpressionParameters } from './expression-parameters.ts';
import { invalidExpression } from './tokens.ts';

/**
 * The resolved paths of a request's ProjectionExpression, or undefined when it has none.
 * @throws {ServiceError} ValidationException for bad syntax or overlapping paths
 */
export function readProjection(
  input: JsonObject,
  parameters: ExpressionParameters,
): readonly Path[] | undefined {
  const text = input.ProjectionExpression;
  const paths = parameters.read('ProjectionExpression', text, parseProjection);
  const resolved = paths?.map((path) => resolvePath(path, parameters));
  const clash = resolved && pathClash(resolved);
  if (clash !== undefined) throw invalidExpression('ProjectionExpression', clash);
  return resolved;
}
