// From what was chosen to the run: the scenario with its fields set, and how the twin runs it.

import { type FieldSetting, withFieldsSet } from '#cli/scenario-file/set-fields.ts';
import { checkScenario } from '#domain/scenario/check-scenario.ts';
import type { Scenario } from '#domain/scenario/scenario.ts';
import type { ScenarioProblem } from '#domain/scenario/scenario-problem.ts';
import { scenarioOf } from '#runner/scenario-of.ts';
import { type Retries, type Scale, usualRetries, usualScale } from '#runner/twin/twin-order.ts';
import { fieldFacts } from './field-facts.ts';
import { type LabInputs, restartsName, usualConcurrency } from './inputs.ts';

/** What runs. */
export interface PlannedLabRun {
  readonly scenario: Scenario;
  readonly scale: Scale;
  readonly retries: Retries;
  /** Why it cannot run: fields that contradict each other. None: it can. */
  readonly problems: readonly ScenarioProblem[];
}

/** The same scenario, scale and retries as the command of `cliWords` has. */
export function plannedRun(inputs: LabInputs): PlannedLabRun {
  const { scenario: name, fields } = inputs;
  const recorded = scenarioOf(name);
  const scale = usualScale(recorded);
  const settings = fieldSettings(recorded, fields);
  // Without a change it is the scenario itself, as on the command line.
  const scenario = settings.length === 0 ? recorded : withFieldsSet(recorded, scale, settings);
  return { scenario, scale, retries: retriesOf(inputs), problems: checkScenario(scenario) };
}

/**
 * Attempts that are worked out take no invocation, so that an account's own concurrency needs
 * executed ones.
 */
export function retriesOf({ nodes, concurrency }: LabInputs): Retries {
  return concurrency === usualConcurrency ? usualRetries(nodes) : 'executed';
}

/** The fields to set, by the names that `--set` has for them. */
export function fieldSettings(scenario: Scenario, fields: LabInputs['fields']): FieldSetting[] {
  return fieldFacts(scenario).flatMap(({ input: { name }, recorded, setAs }) => {
    const value = fields[name];
    if (value === undefined || value === recorded) return [];
    const kind = name === restartsName ? 'factor' : 'number';
    return setAs.map((field) => ({ name: field, value: { kind, value } }));
  });
}
