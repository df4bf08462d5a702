// A station is no network: of what `run` takes it has a seed and a way to print.
import type { Command } from 'commander';
import type { RawRunOptions } from '../run/run-options.ts';
import type { StationRunOptions } from './station-command.ts';

/** Options of `run` that say nothing of a station. */
const foreign = ['cloud', 'nodes', 'scale', 'retries', 'policy', 'faults', 'out'] as const;

/** What of a run's words a station takes. @throws {CommanderError} for all others */
export function stationWordsOnly(raw: RawRunOptions, command: Command): StationRunOptions {
  const isGiven = (option: string) => command.getOptionValueSource(option) === 'cli';
  const wrong = foreign.find(isGiven);
  if (wrong !== undefined)
    command.error(`error: a station has no --${wrong}; it takes --seed and --json.`);
  return { json: raw.json ?? false, ...(isGiven('seed') && { seed: raw.seed }) };
}
