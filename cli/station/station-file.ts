// Reads and checks the file that describes a station. A refusal names the field and the reason.

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { plainLine } from '#domain/plain-text.ts';
import { type InputFile, InputFileError, inputText, readInput } from '#runner/inputs/input-file.ts';
import { formatIssues } from '#runner/sentences/format-issues.ts';
import type { Station } from '#twin/station/station.ts';
import { stationFaults } from '#twin/station/station-faults.ts';
import { stationNames } from './station-names.ts';
import { stationSchema } from './station-schema.ts';

/** The file is not a station, or makes no sense as one. The message has a line for each fault. */
export class StationFileError extends Error {
  override readonly name = 'StationFileError';
}

/** Whether the path is that of a JSON file that says it describes a station. */
export function isStationFile(path: string): boolean {
  if (!/\.json$/i.test(path)) return false;
  try {
    const given: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return (
      typeof given === 'object' && given !== null && 'kind' in given && given.kind === 'station'
    );
  } catch {
    return false;
  }
}

/** A station, and the file that it was read from. */
export interface OwnStation {
  readonly station: Station;
  readonly input: InputFile;
}

/** Reads a station. The file is read once. @throws {StationFileError} */
export function readStationFile(path: string): OwnStation {
  const input = inputAt(path);
  return { station: parseStation(path, inputText(input)), input };
}

/** Makes a station of a file's text. @throws {StationFileError} */
export function parseStation(path: string, text: string): Station {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (cause) {
    throw new StationFileError(plainLine(`${path} is not valid JSON: ${cause}`), { cause });
  }
  return stationFrom(path, given);
}

/** Makes a station of a file's content. @throws {StationFileError} */
export function stationFrom(path: string, given: unknown): Station {
  const parsed = stationSchema.safeParse(given);
  if (!parsed.success) {
    throw new StationFileError(linesOf(path, formatIssues(parsed.error, stationSchema, given)));
  }
  const { $schema: _, ...station } = parsed.data;
  refuseStation(path, station);
  return station;
}

/** @throws {StationFileError} if a station is well formed but makes no sense */
export function refuseStation(path: string, station: Station): void {
  const faults = stationFaults(station).map(({ field, reason }) => `${field}: ${reason}`);
  if (faults.length > 0) throw new StationFileError(linesOf(path, faults));
}

function inputAt(path: string): InputFile {
  try {
    return readInput(path);
  } catch (error) {
    if (!(error instanceof InputFileError)) throw error;
    throw new StationFileError(plainLine(`${path}: ${error.message}.${shippedHint(path)}`));
  }
}

/** In an installed package the files are elsewhere than in a checkout. */
function shippedHint(path: string): string {
  const stem = basename(path, '.json');
  const name = stationNames.find((one) => one === stem);
  return name === undefined ? '' : ` One of this name ships: type ${name} alone.`;
}

function linesOf(path: string, lines: readonly string[]): string {
  const given = lines.map((line) => `  ${plainLine(line)}`);
  return `${plainLine(path)} is not a station that can run:\n${given.join('\n')}`;
}
