// The points of a sweep of stations: every combination of the varied values.
import type { Station } from '#twin/station/station.ts';
import type { VaryWords } from '../../sweep/vary-words.ts';
import type { NamedStation } from '../named-station.ts';
import { stationFrom } from '../station-file.ts';
import {
  type StationValue,
  stationFieldsNamed,
  stationValues,
  withStationField,
} from './station-fields.ts';

/** One run of a sweep of stations. */
export interface StationSweepPoint {
  readonly name: string;
  /** The value of each varied field, by the name under which it was varied. */
  readonly values: Readonly<Record<string, string | number>>;
  readonly station: Station;
}

/** A sweep before its points are made. */
export interface StationGrid {
  readonly stations: readonly NamedStation[];
  readonly axes: readonly StationAxis[];
  /** Undefined: each station has its own seed, or the one that is varied. */
  readonly seeds: StationSeeds | undefined;
  readonly pointCount: number;
}

/** So many seeds for each setting, one after the other. */
export interface StationSeeds {
  /** Undefined: the station's own seed is the first. */
  readonly first: number | undefined;
  readonly count: number;
}

/** A varied field, or several that take the same values. */
export interface StationAxis {
  readonly name: string;
  readonly fields: readonly string[];
  readonly values: readonly StationValue[];
}

/** Reads the axes. @throws {FieldError} or {InvalidArgumentError} */
export function openStationGrid(
  stations: readonly NamedStation[],
  vary: readonly VaryWords[],
  seeds: StationSeeds | undefined,
): StationGrid {
  const axes = vary.map(({ fields, values }) => {
    for (const { station } of stations)
      for (const field of fields) stationFieldsNamed(station, field);
    const all = values.flatMap((word) => stationValues(word, fields));
    const different = new Map(all.map((value) => [JSON.stringify(value), value]));
    return { name: fields.join('+'), fields, values: [...different.values()] };
  });
  const settings = axes.reduce((count, { values }) => count * values.length, stations.length);
  return { stations, axes, seeds, pointCount: settings * (seeds?.count ?? 1) };
}

/**
 * Makes the points one by one, always in the same order; the seeds of a setting are side by side.
 * @throws {StationFileError} where a combination of values makes no sense
 */
export function* stationSweepPoints({
  stations,
  axes,
  seeds,
}: StationGrid): Generator<StationSweepPoint> {
  for (const { name, station } of stations)
    for (const settings of product(axes)) {
      const values = Object.fromEntries(
        settings.map(({ axis, value }) => [axis.name, shownValue(value)]),
      );
      const varied = variedStation(name, station, settings, values);
      const first = seeds?.first ?? varied.seed;
      for (let seed = first; seed < first + (seeds?.count ?? 1); seed += 1)
        yield { name, values, station: { ...varied, seed } };
    }
}

interface Setting {
  readonly axis: StationAxis;
  readonly value: StationValue;
}

function* product([axis, ...others]: readonly StationAxis[]): Generator<Setting[]> {
  if (axis === undefined) yield [];
  else
    for (const value of axis.values)
      for (const settings of product(others)) yield [{ axis, value }, ...settings];
}

/** What a file expects is about its own values, not about others. */
function variedStation(
  name: string,
  { expected: _, ...station }: Station,
  settings: readonly Setting[],
  values: StationSweepPoint['values'],
): Station {
  const set = settings.flatMap(({ axis, value }) =>
    axis.fields
      .flatMap((field) => stationFieldsNamed(station, field))
      .map((path) => ({ path, value })),
  );
  const varied = set.reduce<unknown>(
    (sofar, { path, value }) => withStationField(sofar, path, value),
    station,
  );
  return stationFrom(settings.length === 0 ? name : `${name} with ${inWords(values)}`, varied);
}

/** A setting in words: `clients.retries=2, queue.limit=none`. */
export function inWords(values: StationSweepPoint['values']): string {
  return Object.entries(values)
    .map(([field, value]) => `${field}=${value}`)
    .join(', ');
}

function shownValue(value: StationValue): string | number {
  if (value.kind === 'factor') return `x${value.value}`;
  if (value.kind === 'null') return 'null';
  return typeof value.value === 'number' ? value.value : String(value.value);
}
