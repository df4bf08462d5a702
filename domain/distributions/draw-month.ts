import { chanceOf } from '../chance.ts';
import { type DeclaredDistribution, quantileOf } from './declared-distribution.ts';

/** Draws are of 32 bits; half a step up keeps them off 0, where some quantiles are infinite. */
const halfStep = 2 ** -33;

/**
 * Draws one month's inputs from what is declared of them. Each has a number of its own, so that
 * declaring one more, or another distribution for one, leaves the others as they were.
 * @param month its name, e.g. `2007-08`
 */
export function drawMonth<Name extends string>(
  inputs: Readonly<Record<Name, DeclaredDistribution>>,
  seed: number,
  month: string,
): Record<Name, number> {
  const names = Object.keys(inputs) as Name[];
  const drawn = names.map((name) => {
    const chance = chanceOf(seed, 'month', month, name) + halfStep;
    return [name, quantileOf(inputs[name], chance)] as const;
  });
  return Object.fromEntries(drawn) as Record<Name, number>;
}
