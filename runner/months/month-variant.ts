// What a sweep changes in every month: its declared inputs, or its scenario.
import type { Scenario } from '#domain/scenario/scenario.ts';
import type { MonthInputs } from '#scenarios/months/month-inputs.ts';

/** One combination of varied values, the same for all months. */
export interface MonthVariant {
  /** The value of each varied field, by its name. */
  readonly values: Readonly<Record<string, string | number>>;
  /** Changes what is declared of a month, before anything is drawn from it. */
  readonly inputs: (declared: MonthInputs) => MonthInputs;
  /** Changes a month's scenario, after all is drawn. */
  readonly scenario: (drawn: Scenario) => Scenario;
}

/** The months as they are declared. */
export const asDeclared: MonthVariant = {
  values: {},
  inputs: (declared) => declared,
  scenario: (drawn) => drawn,
};

/** Whether two variants have the same values. */
export function isSameVariant(a: MonthVariant, b: MonthVariant): boolean {
  return JSON.stringify(a.values) === JSON.stringify(b.values);
}
