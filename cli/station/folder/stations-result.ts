// `result.json` of a run of stations.
import { stableJson } from '#runner/stable-json.ts';
import type { StationRun } from '../station-run.ts';

/** The member `kind` of a `result.json` that holds stations and no network. */
export const stationsKind = 'stations';

/**
 * The text of `result.json`. It depends only on the command and the program. The series goes to
 * `series.csv`, and real time to the manifest.
 */
export function stationsJson(runs: readonly StationRun[]): string {
  const stations = runs.map(({ name, station, ending, result }) => {
    const { series: _, ...whole } = result;
    return { name, station, ending, result: whole };
  });
  return stableJson({ schemaVersion: 2, kind: stationsKind, stations });
}
