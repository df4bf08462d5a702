// What is needed to repeat a run of stations.
import type { InputFile } from '#runner/inputs/input-file.ts';
import type { Station } from '#twin/station/station.ts';
import { reportInputs } from '../../run-folder/input-copies.ts';
import type { RunManifest } from '../../run-folder/manifest.ts';
import type { StationRun } from '../station-run.ts';

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

/** The seed in the folder's name: that of the first station. */
export function seedOf([first]: readonly StationRun[]): number {
  return first?.station.seed ?? 0;
}
