// Writes the run folder of stations, as that of a network is written: hidden until it is whole.
import { accessSync, constants, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stableJson } from '#runner/stable-json.ts';
import { writeColumns } from '../../columns/columns-file.ts';
import { keepInputs } from '../../run-folder/input-copies.ts';
import { writePieces } from '../../run-folder/large-file.ts';
import { makeFolder } from '../../run-folder/make-folder.ts';
import { OutFolderError } from '../../run-folder/out-folder-error.ts';
import { createRunFolder, stampOf } from '../../run-folder/run-folder.ts';
import { renderStationReport } from '../report/station-report.ts';
import type { StationRun } from '../station-run.ts';
import { stationSeriesCsv } from './station-series-csv.ts';
import { type StationsOrigin, seedOf, stationsManifest } from './stations-manifest.ts';
import { stationsJson } from './stations-result.ts';

/** Several stations have one folder, below this name. */
const severalName = 'stations';

/** Refuses a place that takes no folder before anything runs. @throws {OutFolderError} */
export function checkOutFolder(out: string): void {
  try {
    makeFolder(out);
    accessSync(out, constants.W_OK);
  } catch (error) {
    throw new OutFolderError(out, error);
  }
}

/**
 * Writes the folder `<out>/<name>/<time>-<seed>`.
 * @returns its path
 * @throws {Error} where it cannot be written
 */
export function keepStations(
  out: string,
  runs: readonly StationRun[],
  origin: StationsOrigin,
): string {
  const [first] = runs;
  const scenario = runs.length === 1 && first !== undefined ? first.name : severalName;
  const stamp = stampOf(origin.createdAt);
  const folder = createRunFolder({ root: out, scenario, stamp, seed: seedOf(runs) });
  try {
    const manifest = stationsManifest(runs, origin);
    const write = (name: string, pieces: Iterable<string>) =>
      writePieces(join(folder.workPath, name), pieces);
    keepInputs(folder.workPath, origin.inputs);
    write('result.json', [stationsJson(runs)]);
    write('series.csv', stationSeriesCsv(runs));
    writeColumns(folder.workPath, ['series.csv']);
    write('report.html', [renderStationReport(runs, manifest)]);
    // The last, since it says of all others that they are there.
    write('manifest.json', [stableJson(manifest)]);
    return folder.publish();
  } catch (error) {
    folder.breakOff();
    throw error;
  }
}

/** Keeps among the machine's temporary files what cannot be kept where it should. */
export function keepElsewhere(runs: readonly StationRun[], origin: StationsOrigin): string {
  return keepStations(mkdtempSync(join(tmpdir(), 'rebootstorm-run-')), runs, origin);
}
