// `rebootstorm station my-station.json`: simulates one service with its clients.
import { plainLines } from '#domain/plain-text.ts';
import { judgeStation } from '#twin/station/judge-station.ts';
import { runStation } from '#twin/station/run-station.ts';
import { exitCodes } from '../exit-codes.ts';
import { formatStation } from './format-station.ts';
import { readStationFile, StationFileError } from './station-file.ts';
import type { StationOptions } from './station-options.ts';

/** Where the command writes: the streams of the process. */
export type StationOutput = Readonly<
  Record<'stdout' | 'stderr', Pick<NodeJS.WritableStream, 'write'>>
>;

/**
 * Runs the station that a file describes, and prints what happened.
 * @returns the exit code: 0, or 1 where the file expects another ending; 64 with every fault of the
 * file on standard error
 */
export async function stationCommand(
  { path, seed, json }: StationOptions,
  { stdout, stderr }: StationOutput,
): Promise<number> {
  try {
    const given = readStationFile(path);
    const station = seed === undefined ? given : { ...given, seed };
    const result = runStation(station);
    const ending = judgeStation(station, result);
    const report = { schemaVersion: 1, station, ending, result };
    stdout.write(
      json ? `${JSON.stringify(report, null, 2)}\n` : formatStation(station, result, ending),
    );
    const { expected = ending.kind } = station;
    if (expected === ending.kind) return exitCodes.asExpected;
    stderr.write(`not as expected: the file says ${expected}, it is ${ending.kind}\n`);
    return exitCodes.notAsExpected;
  } catch (error) {
    const isRefused = error instanceof StationFileError || error instanceof RangeError;
    if (!isRefused) throw error;
    stderr.write(`error: ${plainLines(error.message)}\n`);
    return exitCodes.usage;
  }
}
