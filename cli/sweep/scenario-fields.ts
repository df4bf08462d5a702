// The fields of a scenario that a sweep may vary, their names, and how they are set.
import type { Scenario } from '#domain/scenario/scenario.ts';
import type { FaultPlan } from '#local-cloud/faults.ts';
import { isAt, leafAt, leavesOf, withLeaf } from '#runner/leaves.ts';
import { nearestWord } from '#runner/sentences/nearest-word.ts';
import type { Scale } from '#runner/twin/twin-order.ts';
import { formatHidden } from '../scenario-file/lay-over.ts';
import type { FieldValue } from './vary-words.ts';

/** A field cannot be varied. The message says why, and names the nearest field that can. */
export class FieldError extends Error {
  override readonly name = 'FieldError';
}

type Path = readonly string[];

/** Fields that a sweep varies in another way, or that do not change how a run goes. */
const left: ReadonlySet<string> = new Set(['label', 'nodeCount', 'strikes']);

/**
 * The fields that a name means. `*` stands for every member of a list or a table. `sizes` and
 * `shape` are those of the scale of the run.
 * @param faults the rates of faults, where they can be varied, too
 * @throws {FieldError}
 */
export function fieldsNamed(
  scenario: Scenario,
  scale: Scale,
  name: string,
  faults?: FaultPlan,
): Path[] {
  const known = [...fieldPaths(scenario, scale), ...pathsIn({ faults })];
  const pattern = name.split('.');
  const found = known.filter((path) => isAt(path, pattern));
  const [first] = found;
  if (first === undefined) throw new FieldError(formatUnknown(known, name));
  const [top, timing = ''] = first;
  if (top === 'timings' && timing in (scenario[scale]?.timings ?? {}))
    throw new FieldError(`${name}: ${formatHidden(scale, timing).replace(/; .*/, '')}; vary that.`);
  return found.map((path) => withScale(path, scale));
}

/** Whether a field is a time in milliseconds, by its name. */
export function isTime(name: string): boolean {
  return /Ms(Min|Max|Base)?$/.test(name);
}

/**
 * The scenario, and what else stands beside its fields, with fields set.
 * @throws {FieldError} for a factor of a value that is not a number
 */
export function withFields<Whole extends Scenario>(
  whole: Whole,
  settings: readonly { readonly path: Path; readonly value: FieldValue }[],
): Whole {
  return settings.reduce((sofar, { path, value }) => {
    return withLeaf(sofar, path, newValue(leafAt(sofar, path), value, path));
  }, whole);
}

function newValue(before: unknown, value: FieldValue, path: Path): number | null {
  if (value.kind === 'null') return null;
  if (value.kind === 'number') return value.value;
  if (typeof before !== 'number')
    throw new FieldError(`${path.join('.')} is ${String(before)}, which has no multiples.`);
  const product = before * value.value;
  // Rates are decimal fractions, and 0.1 times 3 is 0.3.
  if (path[0] === 'faults') return Number(product.toPrecision(12));
  // Counts and times stay whole numbers.
  return Number.isInteger(before) && before > 1 ? Math.round(product) : product;
}

/** The fields of a scenario that a sweep may vary, at any of its scales. */
export function variedPaths(scenario: Scenario): Path[] {
  const scales = ['embedded', 'full'] as const;
  return scales
    .flatMap((scale) => (scenario[scale] === undefined ? [] : fieldPaths(scenario, scale)))
    .filter(([top]) => top !== 'shape' && top !== 'sizes');
}

function fieldPaths(scenario: Scenario, scale: Scale): Path[] {
  const { storm, timings, target, embedded, full } = scenario;
  const { shape, sizes } = scenario[scale] ?? embedded;
  return pathsIn({ storm, timings, target, embedded, full, shape, sizes }).filter(
    (path) => !path.some((segment) => left.has(segment)),
  );
}

function pathsIn(fields: object): Path[] {
  return leavesOf(fields).map(({ path }) => path);
}

function withScale(path: Path, scale: Scale): Path {
  const [top = ''] = path;
  return top === 'shape' || top === 'sizes' ? [scale, ...path] : path;
}

function formatUnknown(known: readonly Path[], name: string): string {
  const names = [...known.map((path) => path.join('.')), 'policy', 'nodes', 'faults', 'seed'];
  const whole = names.filter((one) => one.startsWith(`${name}.`));
  if (whole.length > 0)
    return `${name} is no single field. Vary one of its own, such as ${whole[0]}; * is for all.`;
  const nearest = nearestWord(name, names);
  const advice =
    nearest === undefined
      ? 'rebootstorm scenario fields lists those that there are.'
      : `Did you mean ${nearest}?`;
  return `The scenario has no field ${name}. ${advice}`;
}
