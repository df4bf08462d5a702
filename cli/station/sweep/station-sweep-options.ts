// The options of a sweep of stations. It is written as a sweep of a scenario is, `sweep one-retry`,
// and has none of the options that are about the network.
import { type Command, Option } from 'commander';
import { countUpTo, seedMax, seedNumber } from '../../option-values.ts';
import { refuseManyRuns, yesOption } from '../../sweep/many-runs.ts';
import { orRefusal } from '../../sweep/refused-field.ts';
import { type VaryWords, varyWords } from '../../sweep/vary-words.ts';
import {
  loadStations,
  type NamedStation,
  type StationSource,
  stationNamesInWords,
  stationSource,
} from '../named-station.ts';
import { openStationGrid, type StationGrid, type StationSeeds } from './station-grid.ts';

/** The options of a sweep of stations, checked. */
export interface StationSweepOptions {
  readonly stations: readonly NamedStation[];
  readonly grid: StationGrid;
  /** Undefined: a folder for this grid below `runs/sweeps`. */
  readonly out?: string;
  readonly json: boolean;
}

interface RawStationSweepOptions {
  readonly vary: readonly VaryWords[];
  readonly seed?: number;
  readonly seeds?: number;
  readonly out?: string;
  readonly yes: boolean;
  readonly json: boolean;
}

/** The command's own name. Users write `sweep`, with a station where a scenario would be. */
export const stationSweepName = 'sweep-station';

/** More seeds than this need several machines. */
const seedsMax = 10_000;

/** Adds the command, which calls `onSweep` with checked options. */
export function addStationSweepCommand(
  program: Command,
  onSweep: (options: StationSweepOptions) => Promise<void>,
): void {
  program
    .command(stationSweepName, { hidden: true })
    .configureHelp({ commandUsage: () => 'rebootstorm sweep [options] <station...>' })
    .description('stations with every combination of the varied values')
    .argument(
      '<station...>',
      `of: ${stationNamesInWords}; or files, such as ./mine.json`,
      (text: string, before: readonly StationSource[] = []) => [...before, stationSource(text)],
    )
    .addOption(
      new Option('--vary <field=values>', 'a field of the station')
        .argParser((text, before: VaryWords[]) => [...before, varyWords(text)])
        .default([], 'nothing'),
    )
    .option('--seed <number>', "the first seed (default: the station's own)", seedNumber)
    .option('--seeds <count>', 'how many seeds', countUpTo(seedsMax, 'seeds'))
    .option('--out <folder>', 'where it is kept and continued (default: by its grid)')
    .addOption(yesOption())
    .option('--json', 'print every run as JSON on standard output', false)
    .addHelpText('after', help)
    .action(async (sources: StationSource[], raw: RawStationSweepOptions, command: Command) =>
      onSweep(await checked(sources, raw, command)),
    );
}

const help = `
Values are numbers, times with a unit (ms, s, min, h, d), words such as none, endless or lifo,
factors of what the station has (x0.5), or ranges: from:to:steps, or from:to:steps:log. A * stands
for every member of a list; several fields before the = take the same value.

  --vary clients.retries=0,1,2,endless      --vary 'load.phases.*.ratePerSecond=x0.8,x1,x1.2'
  --vary queue.limit=100,250,none           --vary clients.timeoutMs=0.5s,1s,2s

The same sweep again goes on where it was. points.csv has a row for each run, and grows as they end.

Exit codes: 0 every run is done, 64 usage, 70 an internal error, 74 the output cannot be written,
  75 another process works in the folder`;

async function checked(
  sources: readonly StationSource[],
  raw: RawStationSweepOptions,
  command: Command,
): Promise<StationSweepOptions> {
  const { vary, seed, seeds, out, yes, json } = raw;
  const names = vary.flatMap(({ fields }) => fields);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    command.error(`error: ${twice} is varied twice; put all values behind one --vary.`);
  if (names.includes('seed') && (seed !== undefined || seeds !== undefined))
    command.error('error: --seed or --seeds and --vary seed cannot be combined.');
  const stations = await loadStations(sources, command);
  const grid = orRefusal(
    command,
    () => openStationGrid(stations, vary, seedsFrom(stations, raw, command)),
    "option '--vary <field=values>': ",
  );
  refuseManyRuns(grid.pointCount, { yes }, command);
  return { stations, grid, json, ...(out && { out }) };
}

function seedsFrom(
  stations: readonly NamedStation[],
  { seed, seeds }: RawStationSweepOptions,
  command: Command,
): StationSeeds | undefined {
  if (seed === undefined && seeds === undefined) return undefined;
  const count = seeds ?? 1;
  const last = Math.max(...stations.map(({ station }) => seed ?? station.seed)) + count - 1;
  if (last > seedMax)
    command.error(`error: the last seed would be ${last}; the largest is ${seedMax}.`);
  return { first: seed, count };
}
