// The numbers that a Map reads from its definition or from its input. The messages of the refusals
// are AWS's own (LocalStack, test_base_scenarios, 2024-06).

import { selection } from '../data/data-flow.ts';
import type { Data } from '../data/paths.ts';
import type { MapState } from '../definition/definition.ts';
import { runtimeError } from '../states-error.ts';

/**
 * How many iterations or children may run at once; 0 is as many as AWS allows.
 * @throws {StatesError} States.Runtime for a path that leads to no whole number, or to one below 0
 */
export function maxConcurrencyOf({ MaxConcurrency, MaxConcurrencyPath }: MapState, data: Data) {
  if (MaxConcurrencyPath === undefined) return MaxConcurrency ?? 0;
  const value = numberAt('MaxConcurrencyPath', MaxConcurrencyPath, data, 'integer');
  if (value >= 0) return value;
  throw runtimeError('MaxConcurrency cannot be negative.');
}

/**
 * Returns a test: whether a number of failed items is more than the state tolerates.
 * @throws {StatesError} States.Runtime for a path that leads to no number, or to one out of range
 */
export function toleranceOf(
  state: MapState,
  data: Data,
  itemCount: number,
): (failures: number) => boolean {
  const count = countOf(state, data);
  const percentage = percentageOf(state, data);
  if (count === undefined && percentage === undefined) return (failures) => failures > 0;
  return (failures) => {
    const isOverCount = count !== undefined && failures > count;
    return isOverCount || (percentage !== undefined && failures * 100 > percentage * itemCount);
  };
}

function countOf({ ToleratedFailureCountPath: path, ...state }: MapState, data: Data) {
  if (path === undefined) return state.ToleratedFailureCount;
  const value = numberAt('ToleratedFailureCountPath', path, data, 'integer');
  if (value >= 0) return value;
  throw runtimeError('ToleratedFailureCount cannot be negative.');
}

function percentageOf({ ToleratedFailurePercentagePath: path, ...state }: MapState, data: Data) {
  if (path === undefined) return state.ToleratedFailurePercentage;
  const value = numberAt('ToleratedFailurePercentagePath', path, data, 'float');
  if (value >= 0 && value <= 100) return value;
  throw runtimeError('ToleratedFailurePercentage must be between 0 and 100.');
}

function numberAt(field: string, path: string, data: Data, kind: 'integer' | 'float'): number {
  const value = selection(path, data);
  const isNumber = typeof value === 'number' && (kind === 'float' || Number.isInteger(value));
  if (isNumber) return value;
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  throw runtimeError(
    `The ${field} field refers to value "${shown}" which is not a valid ${kind}: ${path}`,
  );
}
