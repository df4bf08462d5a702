// Sets the unknowns of August 2007 in a scenario, and fits it to a small network.
import type { Scenario } from '#domain/scenario/scenario.ts';
import { settingsOf, type UnknownValues } from '#scenarios/unknowns/august-unknowns.ts';
import type { Setting } from '#scenarios/unknowns/unknown.ts';
import { isAt, leafAt, leavesOf, withLeaf } from '../leaves.ts';

/** The scenario at full scale with a value for each unknown. */
export function withUnknowns(scenario: Scenario, values: UnknownValues): Scenario {
  return withSettings(scenario, settingsOf(values));
}

/**
 * The scenario with fields of its full scale set, as `--vary` sets them.
 * @throws Error where it has no such field
 */
export function withSettings(scenario: Scenario, settings: readonly Setting[]): Scenario {
  const paths = leavesOf(scenario).map(({ path }) => path);
  return settings.reduce((sofar, { field, value, isFactor }) => {
    const pattern = atFullScale(field);
    const found = paths.filter((path) => isAt(path, pattern));
    if (found.length === 0) throw new Error(`${scenario.name} has no field ${field}`);
    const newValue = (path: readonly string[]) =>
      isFactor ? Number(leafAt(sofar, path)) * value : value;
    return found.reduce((soFar, path) => withLeaf(soFar, path, newValue(path)), sofar);
  }, scenario);
}

/**
 * The scenario for a network whose cells are smaller than whole ones: what a cell has of its own is
 * cut in proportion. The log-in service is cut by `planRun`.
 */
export function atSize(scenario: Scenario, nodes: number): Scenario {
  const { full } = scenario;
  if (full === undefined) throw new Error(`${scenario.name} has no full scale`);
  const { shape, sizes } = full;
  const share = nodes / cellsMin / shape.cellNodes;
  if (share >= 1) return scenario;
  const part = (whole: number) => Math.max(1, Math.round(whole * share));
  return withSettings(scenario, [
    { field: 'shape.operatorSlots', value: part(shape.operatorSlots) },
    { field: 'sizes.promotionsPerStep', value: part(sizes.promotionsPerStep) },
  ]);
}

/** A run has at least so many cells: `planRun`. */
const cellsMin = 2;

function atFullScale(field: string): string[] {
  const [top = '', ...path] = field.split('.');
  return top === 'shape' || top === 'sizes' ? ['full', top, ...path] : [top, ...path];
}
