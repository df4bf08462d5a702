// A user's own scenario: read from a file, laid over the one that it extends, and checked.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkScenario } from '#domain/scenario/check-scenario.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import { formatIssues } from '#runner/sentences/format-issues.ts';
import { didYouMean } from '#runner/sentences/nearest-word.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { hiddenChanges, layOver } from './lay-over.ts';
import { ScenarioFileError } from './scenario-file-error.ts';
import { scenarioFile, wholeScenario } from './scenario-schema.ts';

/**
 * Whether text names a file: it looks like a path. All other text is the name of a scenario that
 * ships.
 */
export function isScenarioFile(text: string): boolean {
  return /[\\/]/.test(text) || /\.(json|ts|mts|js|mjs)$/.test(text);
}

/**
 * Reads a scenario: JSON, or a module that exports `scenario`.
 * @throws {ScenarioFileError} naming the field and the reason
 */
export async function readScenario(path: string): Promise<Scenario> {
  return scenarioFrom(path, await contentOf(path));
}

/**
 * The scenario that a file's content describes.
 * @param path for messages
 * @throws {ScenarioFileError} naming the field and the reason
 */
export function scenarioFrom(path: string, content: unknown): Scenario {
  const given = dataOf(content);
  const said = scenarioFile.safeParse(given);
  if (!said.success)
    throw new ScenarioFileError(path, formatIssues(said.error, scenarioFile, given));
  const { extends: baseName, $schema: _, ...changes } = said.data;
  const base = baseOf(path, baseName);
  const hidden = base === undefined ? [] : hiddenChanges(base, changes);
  if (hidden.length > 0) throw new ScenarioFileError(path, hidden);
  const laid = base === undefined ? changes : layOver(base, changes, path);
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
function dataOf(content: unknown): unknown {
  const text = JSON.stringify(content ?? null);
  return JSON.parse(text);
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

async function contentOf(path: string): Promise<unknown> {
  const url = pathToFileURL(resolve(path));
  if (!existsSync(url)) throw new ScenarioFileError(path, ['there is no such file']);
  return path.endsWith('.json') ? jsonOf(path) : exportedBy(path, url.href);
}

function jsonOf(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new ScenarioFileError(path, [`it is no JSON: ${reasonOf(error)}`]);
  }
}

async function exportedBy(path: string, href: string): Promise<unknown> {
  const exported: { scenario?: unknown } = await import(href).catch((cause: unknown) => {
    throw new ScenarioFileError(path, [`it cannot be loaded: ${reasonOf(cause)}`]);
  });
  if (exported.scenario !== undefined) return exported.scenario;
  throw new ScenarioFileError(path, ["it exports no 'scenario'"]);
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_UNKNOWN_FILE_EXTENSION')
    return 'this Node reads no TypeScript; take Node 24, or write .mjs or .json';
  return error instanceof Error ? error.message : String(error);
}
