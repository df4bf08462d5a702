// The scenario argument of a command: the name of one that ships, or a file.
import { Argument, type Command, InvalidArgumentError } from 'commander';
import type { Scenario } from '#domain/scenario/scenario.ts';
import { fileOfName } from '#runner/inputs/file-of-name.ts';
import type { InputFile } from '#runner/inputs/input-file.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { oneOf } from './option-values.ts';
import { isScenarioFile, readScenario, scenarioEndings } from './scenario-file/read-scenario.ts';
import { ScenarioFileError } from './scenario-file/scenario-file-error.ts';

/** Where a scenario comes from. */
export type ScenarioSource =
  | { readonly kind: 'shipped'; readonly scenario: Scenario }
  | { readonly kind: 'file'; readonly path: string };

/** The names of the scenarios that ship, for a help text. */
export const scenarioNames = Object.keys(scenarios).join(', ');

/** Parses the name of a scenario. @throws {InvalidArgumentError} */
export function scenarioSource(text: string): ScenarioSource {
  if (isScenarioFile(text)) return { kind: 'file', path: text };
  const file = Object.hasOwn(scenarios, text) ? undefined : fileOfName(text, scenarioEndings);
  if (file !== undefined)
    throw new InvalidArgumentError(`No scenario is called '${text}'. Did you mean ${file}?`);
  return { kind: 'shipped', scenario: shippedScenario(text) };
}

/** A scenario that ships, by its name. @throws {InvalidArgumentError} */
export function shippedScenario(text: string): Scenario {
  const scenario = scenarios[oneOf('scenario', text, Object.keys(scenarios))];
  if (scenario === undefined) throw new Error(`expected the catalogue to have ${text}`);
  return scenario;
}

/** The argument of a command that takes August 2007 where nothing is named. */
export function augustArgument(): Argument {
  const august = shippedScenario('august-2007');
  return new Argument('[scenario]', `one of: ${scenarioNames}; or a file`)
    .argParser(scenarioSource)
    .default({ kind: 'shipped', scenario: august } satisfies ScenarioSource, august.name);
}

/** A scenario to run. */
export interface LoadedScenario {
  readonly scenario: Scenario;
  /** The file that it was read from, if it is the user's own. */
  readonly input?: InputFile;
}

/** The scenario itself; a file is read here. @throws {CommanderError} having said what is wrong */
export async function loadScenario(
  source: ScenarioSource,
  command: Command,
): Promise<LoadedScenario> {
  if (source.kind === 'shipped') return source;
  try {
    return await readScenario(source.path);
  } catch (error) {
    if (!(error instanceof ScenarioFileError)) throw error;
    return command.error(`error: ${error.message}`);
  }
}
