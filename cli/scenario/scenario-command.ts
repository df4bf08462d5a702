// `rebootstorm scenario`: what ships, what a scenario has, and a start for one of your own.
import { type Scenario, scenarioName } from '#domain/scenario/scenario.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { exitCodes } from '../exit-codes.ts';
import { scenarioEndings } from '../scenario-file/read-scenario.ts';
import { wrapLines } from '../show/wrap-lines.ts';
import { asPath, writeStart } from '../starts/start-file.ts';
import { fieldsOf } from './field-list.ts';
import { formatFields, formatScenario } from './format-scenario.ts';
import type { ScenarioOptions } from './scenario-options.ts';
import { scenarioStart } from './scenario-start.ts';

/** Shows a scenario, or writes a start. @returns the exit code @throws {StartFileError} */
export function scenarioCommand(
  options: ScenarioOptions,
  { stdout }: Pick<NodeJS.Process, 'stdout'>,
): number {
  stdout.write(said(options, stdout.columns ?? 80));
  return exitCodes.asExpected;
}

function said(options: ScenarioOptions, width: number): string {
  switch (options.action) {
    case 'list':
      return listed(options.json, width);
    case 'show':
      return options.json ? json(options.scenario) : formatScenario(options.scenario, width);
    case 'fields':
      return options.json ? fieldsJson(options.scenario) : formatFields(options.scenario, width);
    case 'init':
      return begun(options.path, options.base);
  }
}

function listed(isJson: boolean, width: number): string {
  const all = Object.values(scenarios).map(({ name, title }) => ({ name, title }));
  if (isJson) return json({ schemaVersion: 1, scenarios: all });
  return all.map(({ name, title }) => `${name}\n  ${wrapLines(title, width - 2, '  ')}\n`).join('');
}

function fieldsJson(scenario: Scenario): string {
  return json({ schemaVersion: 1, scenario: scenario.name, fields: fieldsOf(scenario) });
}

function begun(path: string, base: Scenario): string {
  writeStart(path, {
    what: 'scenario',
    endings: scenarioEndings,
    nameForm: scenarioName,
    nameWords: 'at most 60 of a-z, 0-9 and hyphens',
    textOf: (name) => scenarioStart(base, name, path),
  });
  return `Written. Try it: rebootstorm run ${asPath(path)}\n`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
