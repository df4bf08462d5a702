// The stations that a command names: those that ship by their names, others by their files.
import { basename } from 'node:path';
import type { Command } from 'commander';
import { plainLines } from '#domain/plain-text.ts';
import type { InputFile } from '#runner/inputs/input-file.ts';
import type { Station } from '#twin/station/station.ts';
import { oneOf } from '../option-values.ts';
import { isScenarioFile } from '../scenario-file/read-scenario.ts';
import { readStationFile, StationFileError } from './station-file.ts';
import { type StationName, stationNames } from './station-names.ts';

/** Where a station comes from. */
export type StationSource =
  | { readonly kind: 'shipped'; readonly name: StationName }
  | { readonly kind: 'file'; readonly path: string };

/** A station to run. */
export interface NamedStation {
  /** How tables, files and folders call it: the name of its file. */
  readonly name: string;
  readonly station: Station;
  /** The file that it was read from, if it is the user's own. */
  readonly input?: InputFile;
}

/** The names of the stations that ship, for a help text. */
export const stationNamesInWords = stationNames.join(', ');

/** Parses the name of a station, or a path. @throws {InvalidArgumentError} */
export function stationSource(text: string): StationSource {
  if (isScenarioFile(text)) return { kind: 'file', path: text };
  return { kind: 'shipped', name: oneOf('station', text, stationNames) };
}

/** Reads the stations. Each has a name of its own. @throws {CommanderError} having said why */
export async function loadStations(
  sources: readonly StationSource[],
  command: Command,
): Promise<NamedStation[]> {
  const stations: NamedStation[] = [];
  try {
    for (const source of sources) {
      const loaded = await loadedFrom(source);
      const name = unusedName(loaded.name, stations);
      stations.push({ ...loaded, name });
    }
    return stations;
  } catch (error) {
    if (!(error instanceof StationFileError)) throw error;
    return command.error(`error: ${plainLines(error.message)}`);
  }
}

async function loadedFrom(source: StationSource): Promise<NamedStation> {
  if (source.kind === 'file') return { name: nameOf(source.path), ...readStationFile(source.path) };
  const { shippedStation } = await import('./shipped-stations.ts');
  return { name: source.name, station: shippedStation(source.name) };
}

/** It names a folder, too. */
function nameOf(path: string): string {
  const stem = basename(path).replace(/\.[^.]*$/, '');
  const name = stem.replaceAll(/[^A-Za-z0-9._-]/g, '_');
  return /^[A-Za-z0-9]/.test(name) ? name : `station${name}`;
}

function unusedName(name: string, stations: readonly NamedStation[]): string {
  const isUsed = (wanted: string) => stations.some((one) => one.name === wanted);
  if (!isUsed(name)) return name;
  let count = 2;
  while (isUsed(`${name}-${count}`)) count += 1;
  return `${name}-${count}`;
}
