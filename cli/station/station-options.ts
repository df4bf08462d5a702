import { type Command, Option } from 'commander';
import { didYouMean } from '#runner/sentences/nearest-word.ts';
import { seedNumber } from '../option-values.ts';
import {
  loadStations,
  type NamedStation,
  type StationSource,
  stationNamesInWords,
  stationSource,
} from './named-station.ts';
import { readStationThreshold, type StationThreshold } from './station-threshold.ts';

/** The options of the command `station`, checked. */
export interface StationOptions {
  /** At least one. */
  readonly stations: readonly NamedStation[];
  readonly failIf: readonly StationThreshold[];
  readonly json: boolean;
  readonly out: string;
}

/** The options as commander returns them. */
interface RawStationOptions {
  readonly seed?: number;
  readonly failIf: readonly StationThreshold[];
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
    .addOption(
      new Option(
        '--fail-if <threshold>',
        "exit with 1 where it is so, such as 'answered<99%' or 'one-retry:queue>300'; repeatable",
      )
        .argParser((text, before: StationThreshold[]) => [...before, readStationThreshold(text)])
        .default([], 'nothing'),
    )
    .option('--json', 'print the result as JSON on standard output', false)
    .option('--out <folder>', 'where the run folder goes', 'runs')
    .addHelpText('after', help)
    .action(async (sources: StationSource[], raw: RawStationOptions, command: Command) =>
      onStation(await checked(sources, raw, command)),
    );
}

async function checked(
  sources: readonly StationSource[],
  { seed, failIf, json, out }: RawStationOptions,
  command: Command,
): Promise<StationOptions> {
  const named = await loadStations(sources, command);
  const stations = named.map((one) =>
    seed === undefined ? one : { ...one, station: { ...one.station, seed } },
  );
  const names = stations.map(({ name }) => name);
  for (const { station, text } of failIf)
    if (station !== null && !names.includes(station))
      command.error(`error: ${text}: no station ${station} runs. ${didYouMean(station, names)}`);
  return { stations, failIf, json, out };
}

const help = `
The run folder has result.json, series.csv, manifest.json and report.html, with curves. Own stations
are copied into it, so replay repeats it. docs/stations.md says what a station models.

Exit codes: 0 as each station expects, 1 not so, or a threshold was crossed, 2 one could not be
  measured, 64 usage, or it is not a station,
  70 an internal error, 74 the output cannot be written`;
