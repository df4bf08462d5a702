// Figures that the story says of what it runs, taken from where the run takes them.
import { scenarioOf } from '#runner/scenario-of.ts';
import { formatTarget } from '#runner/sentences/human-numbers.ts';
import { august2007 } from '#scenarios/august-2007.ts';
import { supernodeLoss } from '#scenarios/supernode-loss.ts';
import { fieldFacts } from '../inputs/field-facts.ts';
import { storm } from './story-inputs.ts';

/**
 * What a field is in the scenario of the storm.
 * @throws {Error} where the page has no such field
 */
export function stormField(name: string): number {
  const field = fieldFacts(scenarioOf(storm.scenario)).find(({ input }) => input.name === name);
  if (field === undefined) throw new Error(`expected a field called ${name}`);
  return field.recorded;
}

const { shape } = august2007.full ?? august2007.embedded;

/** PCs of the network at its real size, in millions. */
export const millionPcs = shape.nodeCount / 1e6;

/** The share of the storm's supernodes that stands in the Americas, in per cent. */
export const supernodesInAmericas = formatTarget(
  august2007.storm.zones
    .filter(({ utcOffsetMinutes }) => utcOffsetMinutes < 0)
    .reduce((sum, { supernodeShare }) => sum + supernodeShare, 0),
);

/** The share of the people that must be signed in, in per cent. */
export const targetShare = formatTarget(august2007.target.onlineShare);

const lost = supernodeLoss.storm.nights[0]?.restartShare;

/** The share of the supernodes that supernode-loss takes away at once, in per cent. */
export const supernodesLost = formatTarget(typeof lost === 'number' ? lost : Number.NaN);
