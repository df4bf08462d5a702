import type { Scenario } from '#domain/scenario/scenario.ts';
import { scenarios } from '#scenarios/catalogue.ts';

/** The scenario of an order. @throws {Error} where no scenario that ships has that name */
export function scenarioOf(named: string | Scenario): Scenario {
  const scenario = typeof named === 'string' ? scenarios[named] : named;
  if (scenario === undefined) throw new Error(`expected a known scenario, got ${named}`);
  return scenario;
}
