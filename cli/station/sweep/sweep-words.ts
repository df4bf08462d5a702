// `sweep one-retry` is a sweep of a station, `sweep drill` one of a scenario. The two have other
// options, so they are two commands; users write both alike.
import { nearestWord } from '#runner/sentences/nearest-word.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { firstArgument } from '../../old-spellings.ts';
import { isScenarioFile } from '../../scenario-file/read-scenario.ts';
import { isStationFile } from '../station-file.ts';
import { stationNames } from '../station-names.ts';
import { stationSweepName } from './station-sweep-options.ts';

/** The words of a command line, with the command that sweeps stations where one is named. */
export function withStationSweep(words: readonly string[]): readonly string[] {
  const [command, ...rest] = words;
  if (command !== 'sweep') return words;
  const named = rest[firstArgument(rest)];
  return named !== undefined && isStation(named) ? [stationSweepName, ...rest] : words;
}

function isStation(word: string): boolean {
  if (isScenarioFile(word)) return isStationFile(word);
  const nearest = nearestWord(word, [...Object.keys(scenarios), ...stationNames]);
  return stationNames.some((name) => name === nearest);
}
