// Reads and checks the file that describes a station. A refusal names the field and the reason.

import { readFileSync } from 'node:fs';
import { plainLine } from '#domain/plain-text.ts';
import { formatIssues } from '#runner/sentences/format-issues.ts';
import type { Station } from '#twin/station/station.ts';
import { stationFaults } from '#twin/station/station-faults.ts';
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

/** Reads a station. @throws {StationFileError} */
export function readStationFile(path: string): Station {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new StationFileError(plainLine(`${path} cannot be read: ${cause}`), { cause });
  }
  return parseStation(path, text);
}

/** Makes a station of a file's text. @throws {StationFileError} */
export function parseStation(path: string, text: string): Station {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (cause) {
    throw new StationFileError(plainLine(`${path} is not JSON: ${cause}`), { cause });
  }
  const parsed = stationSchema.safeParse(given);
  if (!parsed.success) {
    throw new StationFileError(linesOf(path, formatIssues(parsed.error, stationSchema, given)));
  }
  const { $schema: _, ...station } = parsed.data;
  const faults = stationFaults(station).map(({ field, reason }) => `${field}: ${reason}`);
  if (faults.length > 0) throw new StationFileError(linesOf(path, faults));
  return station;
}

function linesOf(path: string, lines: readonly string[]): string {
  const given = lines.map((line) => `  ${plainLine(line)}`);
  return `${plainLine(path)} is no station that can run:\n${given.join('\n')}`;
}
