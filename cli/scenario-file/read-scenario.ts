// A user's own scenario: read from a file, laid over the one that it extends, and checked.
import { basename } from 'node:path';
import { checkScenario } from '#domain/scenario/check-scenario.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import { importInput, loadReason } from '#runner/inputs/import-input.ts';
import { type InputFile, InputFileError, inputText, readInput } from '#runner/inputs/input-file.ts';
import { formatIssues } from '#runner/sentences/format-issues.ts';
import { didYouMean } from '#runner/sentences/nearest-word.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { hiddenChanges, layOver } from './lay-over.ts';
import { ScenarioFileError } from './scenario-file-error.ts';
import { scenarioFile, wholeScenario } from './scenario-schema.ts';

/** How the name of a scenario's file may end. */
export const scenarioEndings = ['.json', '.ts', '.mts', '.js', '.mjs'];

/**
 * Whether text names a file: it looks like a path. All other text is the name of a scenario that
 * ships.
 */
export function isScenarioFile(text: string): boolean {
  return /[\\/]/.test(text) || scenarioEndings.some((ending) => text.endsWith(ending));
}

/** A user's own scenario, and the file that it was read from. */
export interface OwnScenario {
  readonly scenario: Scenario;
  readonly input: InputFile;
}

/**
 * Reads a scenario: JSON, or a module that exports `scenario`. The file is read once.
 * @throws {ScenarioFileError} naming the field and the reason
 */
export async function readScenario(path: string): Promise<OwnScenario> {
  const input = inputAt(path);
  const content = path.endsWith('.json') ? jsonIn(input) : await exportedBy(input);
  return { scenario: scenarioFrom(path, content), input };
}

/**
 * The scenario that a file's content describes.
 * @param path for messages
 * @throws {ScenarioFileError} naming the field and the reason
 */
export function scenarioFrom(path: string, content: unknown): Scenario {
  const given = dataOf(path, content);
  const said = scenarioFile.safeParse(given);
  if (!said.success)
    throw new ScenarioFileError(path, formatIssues(said.error, scenarioFile, given));
  const { extends: baseName, $schema: _, ...changes } = said.data;
  const base = baseOf(path, baseName);
  const hidden = base === undefined ? [] : hiddenChanges(base, changes);
  if (hidden.length > 0) throw new ScenarioFileError(path, hidden);
  const laid = base === undefined ? changes : layOver(base, changes, basename(path));
  const whole = wholeScenario.safeParse(laid);
  if (!whole.success) {
    const missing = base === undefined ? [`it extends nothing, so everything has to be there`] : [];
    throw new ScenarioFileError(path, [
      ...missing,
      ...formatIssues(whole.error, wholeScenario, laid),
    ]);
  }
  // Data holds no `undefined`. That is the only difference between the two types.
  const scenario = whole.data as Scenario;
  refuseNonsense(path, scenario);
  return scenario;
}

function baseOf(path: string, name: string | undefined): Scenario | undefined {
  if (name === undefined) return undefined;
  const known = Object.keys(scenarios);
  const base = known.includes(name) ? scenarios[name] : undefined;
  if (base !== undefined) return base;
  throw new ScenarioFileError(path, [
    `extends: no scenario is called '${name}'. ${didYouMean(name, known)}`,
  ]);
}

/** What JSON would carry of it: a module may have left a field undefined. */
function dataOf(path: string, content: unknown): unknown {
  const refuse = (reason: string) => new ScenarioFileError(path, [reason]);
  if (typeof content === 'function')
    throw refuse("its 'scenario' is a function; export the object that it returns");
  try {
    const text = JSON.stringify(content ?? null);
    const data: unknown = JSON.parse(text);
    if (!isDeeper(data, depthMax)) return data;
  } catch (error) {
    // A list that goes too deep for JSON's own functions is a RangeError.
    if (!(error instanceof RangeError))
      throw refuse(`its 'scenario' is not plain data: ${firstLine(error)}`);
  }
  throw tooDeep(path);
}

function tooDeep(path: string): ScenarioFileError {
  return new ScenarioFileError(path, [
    `it is nested more than ${depthMax} levels deep, and no scenario is`,
  ]);
}

/** Ours go eight levels deep. */
const depthMax = 64;

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1));
}

function firstLine(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line;
}

/** @throws {ScenarioFileError} if a scenario is well formed but makes no sense */
export function refuseNonsense(path: string, scenario: Scenario): void {
  const found = checkScenario(scenario);
  if (found.length === 0) return;
  throw new ScenarioFileError(
    path,
    found.map(({ field, reason }) => `${field}: ${reason}`),
  );
}

function inputAt(path: string): InputFile {
  try {
    return readInput(path);
  } catch (error) {
    if (!(error instanceof InputFileError)) throw error;
    throw new ScenarioFileError(path, [error.message]);
  }
}

function jsonIn(input: InputFile): unknown {
  try {
    return JSON.parse(inputText(input));
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep(input.given);
    throw new ScenarioFileError(input.given, [`it is not valid JSON: ${firstLine(error)}`]);
  }
}

async function exportedBy(input: InputFile): Promise<unknown> {
  const { given } = input;
  const exported = await endingAtOnce(() => importInput(input)).catch((cause: unknown) => {
    throw new ScenarioFileError(given, [`it cannot be loaded: ${loadReason(input, cause)}`]);
  });
  if (exported.scenario !== undefined) return exported.scenario;
  throw new ScenarioFileError(given, ["it exports no 'scenario'"]);
}

/** A module in an endless loop hears no signal. Meanwhile the system itself ends the process. */
async function endingAtOnce<Value>(work: () => Promise<Value>): Promise<Value> {
  const listeners = process.listeners('SIGINT');
  process.removeAllListeners('SIGINT');
  try {
    return await work();
  } finally {
    for (const listener of listeners) process.on('SIGINT', listener);
  }
}
