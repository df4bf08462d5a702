// `rebootstorm station`: simulates one service with its clients, or several side by side.
import { join } from 'node:path';
import { plainLine, plainLines } from '#domain/plain-text.ts';
import { exitCodes } from '../exit-codes.ts';
import { OutFolderError } from '../run-folder/out-folder-error.ts';
import { checkOutFolder, keepElsewhere, keepStations } from './folder/keep-stations.ts';
import type { StationsOrigin } from './folder/stations-manifest.ts';
import { stationsJson } from './folder/stations-result.ts';
import { formatStation } from './format-station.ts';
import type { StationOptions } from './station-options.ts';
import { isAsExpected, runNamed, type StationRun } from './station-run.ts';
import { judgeStationThresholds } from './station-threshold.ts';
import { formatStations } from './stations-table.ts';

/** What the command needs: the streams of the process, and what a manifest says of it. */
export interface StationEnvironment
  extends Readonly<Record<'stdout' | 'stderr', Pick<NodeJS.WritableStream, 'write'>>>,
    Pick<StationsOrigin, 'argv' | 'commit' | 'versions'> {}

/**
 * Runs the stations, prints what happened, and writes the run folder.
 * @returns the exit code: 0; 1 where a station expects another ending, or a
 * threshold is crossed; 2 where one could not be measured; 64 where one has too many
 * events; 74 where the folder cannot be written
 * @throws {OutFolderError} where nothing can be written from the start
 */
export async function stationCommand(
  { stations, failIf, json, out }: StationOptions,
  environment: StationEnvironment,
): Promise<number> {
  const { stdout, stderr } = environment;
  const createdAt = new Date();
  checkOutFolder(out);
  let runs: StationRun[];
  try {
    runs = stations.map(runNamed);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    stderr.write(`error: ${plainLines(error.message)}\n`);
    return exitCodes.usage;
  }
  // What was found is said even if it cannot be kept.
  stdout.write(json ? stationsJson(runs) : inWords(runs));
  const inputs = stations.flatMap(({ input }) => input ?? []);
  const isKept = keep(out, runs, { ...environment, createdAt, inputs }, stderr);
  const others = runs.filter((run) => !isAsExpected(run));
  for (const { name, station, ending } of others)
    stderr.write(
      `not as expected: ${plainLine(name)} says ${station.expected}, it is ${ending.kind}\n`,
    );
  const { isCrossed, isUnmeasured, sentences } = judgeStationThresholds(failIf, runs);
  for (const sentence of sentences) stderr.write(`${plainLine(sentence)}\n`);
  if (!isKept) return exitCodes.outputLost;
  if (others.length > 0 || isCrossed) return exitCodes.notAsExpected;
  return isUnmeasured ? exitCodes.unknown : exitCodes.asExpected;
}

function inWords(runs: readonly StationRun[]): string {
  const [first] = runs;
  if (runs.length > 1 || first === undefined) return formatStations(runs);
  return formatStation(first.station, first.result, first.ending);
}

/** @returns whether the folder is below `--out` */
function keep(
  out: string,
  runs: readonly StationRun[],
  origin: StationsOrigin,
  stderr: StationEnvironment['stderr'],
): boolean {
  const say = (path: string) => stderr.write(`\nReport: ${plainLine(join(path, 'report.html'))}\n`);
  try {
    say(keepStations(out, runs, origin));
    return true;
  } catch (error) {
    stderr.write(`error: ${new OutFolderError(out, error).message}\n`);
    say(keepElsewhere(runs, origin));
    return false;
  }
}
