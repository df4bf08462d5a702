// What the steps of the story run.
import { inputsFor, type LabInputs } from '../inputs/inputs.ts';

/**
 * So many have a dozen supernodes. With half as many, chance alone decides which month falls;
 * with ten times as many, a step takes minutes.
 */
const storyNodes = 4_000;

/** A scenario as it is recorded, at the size of the story. */
export function storyInputs(scenario: string): LabInputs {
  return { ...inputsFor(scenario), nodes: storyNodes };
}

/** August 2007. Most steps look at this one run. */
export const storm: LabInputs = storyInputs('august-2007');
