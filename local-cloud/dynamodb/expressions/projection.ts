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
  if (paths === undefined) return undefined;
  const { names } = parameters;
  const known = names && resolvedBy.get(names)?.get(paths);
  if (known !== undefined) return known;
  const resolved = paths.map((path) => resolvePath(path, parameters));
  const clash = pathClash(resolved);
  if (clash !== undefined) throw invalidExpression('ProjectionExpression', clash);
  if (names !== undefined) remember(names, paths, resolved);
  return resolved;
}

/**
 * By the object of names that filled in the paths. A program uses few projections, again and again.
 */
const resolvedBy = new WeakMap<object, Map<readonly Path[], readonly Path[]>>();

function remember(names: object, paths: readonly Path[], resolved: readonly Path[]): void {
  const known = resolvedBy.get(names);
  if (known === undefined) resolvedBy.set(names, new Map([[paths, resolved]]));
  else known.set(paths, resolved);
}
