// Writes the run folder of stations, as that of a network is written: hidden until it is whole.
import { accessSync, constants, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InputFile } from '#runner/inputs/input-file.ts';
import { stableJson } from '#runner/stable-json.ts';
import type { Station } from '#twin/station/station.ts';
import { keepInputs, reportInputs } from '../../run-folder/input-copies.ts';
import { writePieces } from '../../run-folder/large-file.ts';
import { makeFolder } from '../../run-folder/make-folder.ts';
import type { RunManifest } from '../../run-folder/manifest.ts';
import { OutFolderError } from '../../run-folder/out-folder-error.ts';
import { createRunFolder } from '../../run-folder/run-folder.ts';
import type { StationRun } from '../station-run.ts';
import { stationSeriesCsv } from './station-series-csv.ts';
import { stationsJson } from './stations-result.ts';

/** The circumstances of a run of stations, written beside its results. */
export interface StationsManifest extends Omit<RunManifest, 'settings' | 'unfinished'> {
  /** The stations that were run, by their names. */
  readonly settings: { readonly stations: Readonly<Record<string, Station>> };
}

/** What a manifest needs from outside the run. */
export interface StationsOrigin {
  readonly argv: readonly string[];
  readonly commit: string | null;
  readonly versions: Record<string, string>;
  readonly createdAt: Date;
  readonly inputs: readonly InputFile[];
}

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

/** The manifest of a run of stations. */
export function stationsManifest(
  runs: readonly StationRun[],
  { argv, commit, versions, createdAt, inputs }: StationsOrigin,
): StationsManifest {
  return {
    argv: [...argv],
    seed: seedOf(runs),
    commit,
    versions,
    inputs: reportInputs(inputs),
    settings: { stations: Object.fromEntries(runs.map(({ name, station }) => [name, station])) },
    createdAt: createdAt.toISOString(),
    wallMs: Object.fromEntries(runs.map(({ name, wallMs }) => [name, wallMs])),
  };
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

/** The seed in the folder's name: that of the first station. */
function seedOf([first]: readonly StationRun[]): number {
  return first?.station.seed ?? 0;
}

/** A moment as a folder's name: `20261123-130000`. */
function stampOf(moment: Date): string {
  return moment.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
}
