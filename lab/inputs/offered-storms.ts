// The storms in the page's list: the scenarios that ship, and an ordinary month.
import { scenarioOf } from '#runner/scenario-of.ts';
import { august2007 } from '#scenarios/august-2007.ts';
import { scenarios } from '#scenarios/catalogue.ts';
import { inputsFor, type LabInputs, restartsName } from './inputs.ts';

/** A storm that a reader can choose. */
export interface OfferedStorm {
  readonly name: string;
  readonly title: string;
  readonly inputs: LabInputs;
}

/** Six tenths of August's restarts make an ordinary month: docs/glossary.md. */
export const ordinaryRestarts = 0.6;

/** With fewer nodes there are so few supernodes that chance decides which month falls. */
const ordinaryNodes = 4_000;

/** A month in which nothing was noticed. For the command line it is August with fewer restarts. */
const ordinaryMonth: OfferedStorm = {
  name: 'patch-tuesday',
  title: 'An ordinary Patch Tuesday',
  inputs: {
    ...inputsFor(august2007.name),
    nodes: ordinaryNodes,
    fields: { [restartsName]: ordinaryRestarts },
  },
};

/** All of them, in the order of the list. */
export const offeredStorms: readonly OfferedStorm[] = Object.keys(scenarios).flatMap((name) => {
  const own = { name, title: scenarioOf(name).title, inputs: inputsFor(name) };
  return name === august2007.name ? [own, ordinaryMonth] : [own];
});

/** Which storm of the list the inputs are, by its name. */
export function stormOf({ scenario, fields }: LabInputs): string {
  const isOrdinary =
    scenario === august2007.name &&
    Object.keys(fields).length === 1 &&
    fields[restartsName] === ordinaryRestarts;
  return isOrdinary ? ordinaryMonth.name : scenario;
}
