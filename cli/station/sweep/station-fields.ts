// The fields of a station that a sweep may vary, and how they are set.
import { InvalidArgumentError } from 'commander';
import { isAt, leavesOf } from '#runner/leaves.ts';
import { didYouMean } from '#runner/sentences/nearest-word.ts';
import type { Station } from '#twin/station/station.ts';
import { FieldError, isTime } from '../../sweep/scenario-fields.ts';
import { type FieldValue, fieldValues } from '../../sweep/vary-words.ts';

/** A value for a field: a number or a factor, or a word such as `lifo`, `none` or `endless`. */
export type StationValue = FieldValue | { readonly kind: 'word'; readonly value: string | boolean };

type Path = readonly string[];

/** What says of a file what it is, and nothing of how it runs. */
const left: ReadonlySet<string> = new Set(['kind', 'schemaVersion', 'title', 'expected']);

/** The names of all fields that may be varied. */
export function stationFieldNames(station: Station): string[] {
  return pathsOf(station).map((path) => path.join('.'));
}

/**
 * The fields that a name means. `*` stands for every member of a list. @throws {FieldError} naming
 * the nearest field
 */
export function stationFieldsNamed(station: Station, name: string): Path[] {
  const known = pathsOf(station);
  const pattern = name.split('.');
  const found = known.filter((path) => isAt(path, pattern));
  if (found.length > 0) return found;
  const names = stationFieldNames(station);
  const own = names.filter((one) => one.startsWith(`${name}.`));
  if (own.length > 0)
    throw new FieldError(
      `${name} is no single field. Vary one of its own: ${own.join(', ')}; * is for all.`,
    );
  throw new FieldError(`A station has no field ${name}. ${didYouMean(name, names)}`);
}

/** The values that a word stands for. @throws {InvalidArgumentError} */
export function stationValues(word: string, fields: readonly string[]): StationValue[] {
  if (word === 'true' || word === 'false') return [{ kind: 'word', value: word === 'true' }];
  if (/^[a-z][a-z-]*$/.test(word) && word !== 'null') return [{ kind: 'word', value: word }];
  const values = fieldValues(word, fields.every(isTime));
  if (values.some(({ kind }) => kind === 'null'))
    throw new InvalidArgumentError('No field of a station takes null; some take none.');
  return values;
}

/** The station with fields set. @throws {FieldError} for a factor of what is no number */
export function withStationField(station: unknown, path: Path, value: StationValue): unknown {
  const [name = '', ...rest] = path;
  const before = Reflect.get(Object(station), name);
  const after =
    rest.length > 0 ? withStationField(before, rest, value) : newValue(before, value, name);
  if (Array.isArray(station)) return station.with(Number(name), after);
  return { ...Object(station), [name]: after };
}

function newValue(before: unknown, value: StationValue, name: string): unknown {
  if (value.kind !== 'factor') return value.kind === 'null' ? null : value.value;
  if (typeof before !== 'number')
    throw new FieldError(`${name} is ${String(before)}, which has no multiples.`);
  const product = before * value.value;
  // Times and rates may have fractions; counts, such as servers and retries, have none.
  const isCount = /^(servers|retries|limit|seed)$/.test(name);
  return isCount ? Math.round(product) : product;
}

function pathsOf(station: Station): Path[] {
  return leavesOf(station)
    .map(({ path }) => path)
    .filter(([top = '']) => !left.has(top));
}
