import type { Command } from 'commander';
import { seedNumber } from '../option-values.ts';
import {
  loadStations,
  type NamedStation,
  type StationSource,
  stationNamesInWords,
  stationSource,
} from './named-station.ts';

/** The options of the command `station`, checked. */
export interface StationOptions {
  /** At least one. */
  readonly stations: readonly NamedStation[];
  readonly json: boolean;
  readonly out: string;
}

/** The options as commander returns them. */
interface RawStationOptions {
  readonly seed?: number;
  readonly json: boolean;
  readonly out: string;
}

/** Adds the command `station`, which calls `onStation` with checked options. */
export function addStationCommand(
  program: Command,
  onStation: (options: StationOptions) => Promise<void>,
): void {
  program
    .command('station')
    .description('one service with its clients, or several side by side, in a simulator of its own')
    .argument(
      '<station...>',
      `of: ${stationNamesInWords}; or files, such as ./mine.json`,
      (text: string, before: readonly StationSource[] = []) => [...before, stationSource(text)],
    )
    .option('--seed <number>', "in place of the station's own", seedNumber)
    .option('--json', 'print the result as JSON on standard output', false)
    .option('--out <folder>', 'where the run folder goes', 'runs')
    .addHelpText('after', help)
    .action(async (sources: StationSource[], raw: RawStationOptions, command: Command) =>
      onStation(await checked(sources, raw, command)),
    );
}

async function checked(
  sources: readonly StationSource[],
  { seed, json, out }: RawStationOptions,
  command: Command,
): Promise<StationOptions> {
  const named = await loadStations(sources, command);
  const stations = named.map((one) =>
    seed === undefined ? one : { ...one, station: { ...one.station, seed } },
  );
  return { stations, json, out };
}

const help = `
The run folder has result.json, series.csv, manifest.json and report.html, with curves. Own stations
are copied into it, so replay repeats it. docs/stations.md says what a station models.

Exit codes: 0 as each station expects, 1 not so, 64 usage, or it is not a station,
  70 an internal error, 74 the output cannot be written`;
