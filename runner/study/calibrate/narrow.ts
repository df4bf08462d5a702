// Draws new candidates around the best ones: a population that closes in on what fits.
import { standardDeviation } from 'simple-statistics';
import { chanceOf } from '#domain/chance.ts';
import {
  augustUnknowns,
  type UnknownName,
  unknownNames,
  valuesAt,
} from '#scenarios/unknowns/august-unknowns.ts';
import { placeOf } from '#scenarios/unknowns/unknown.ts';
import type { Candidate, Judged } from './candidate.ts';

/** New places are less far from a good one than this part of the good ones' spread. */
const stepFactor = 2;

/** Also where all good ones agree, a step is as long as this part of the range. */
const stepMin = 0.03;

/**
 * A candidate near one of the best: one of them by chance, each value moved by a step as long as
 * the spread of the best. Values stay in their ranges.
 * @param best of one hypothesis, at least one
 */
export function near(best: readonly Judged[], seed: number, number: number): Candidate {
  const parents = best.map(({ candidate }) => candidate);
  const parent = parents[Math.floor(chanceOf(seed, 'parent', number) * parents.length)];
  if (parent === undefined) throw new Error('expected at least one good candidate');
  const placeIn = (name: UnknownName) => {
    const unknown = augustUnknowns[name];
    const places = parents.map(({ values }) => placeOf(unknown, values[name]));
    const step = Math.max(stepMin, stepFactor * standardDeviation(places));
    // The sum of two even chances less one is a triangle around zero.
    const move = chanceOf(seed, 'step', name, number) + chanceOf(seed, 'more', name, number) - 1;
    return reflected(placeOf(unknown, parent.values[name]) + step * move);
  };
  return { hypothesis: parent.hypothesis, number, values: valuesAt(placeIn) };
}

/** What lies between the best, and how much of each range that is. */
export interface Region {
  readonly name: UnknownName;
  readonly least: number;
  readonly most: number;
  /** The part of the unknown's range: near 1, the record says nothing about it. */
  readonly width: number;
  /** Whether a source says another value than all of these. */
  readonly isAtOdds: boolean;
}

/** The region of the best candidates, unknown by unknown. */
export function regionOf(best: readonly Judged[]): Region[] {
  return unknownNames.map((name) => {
    const unknown = augustUnknowns[name];
    const values = best.map(({ candidate }) => candidate.values[name]);
    const [least, most] = [Math.min(...values), Math.max(...values)];
    const [low, high] = 'published' in unknown ? unknown.published : unknown.range;
    const width = placeOf(unknown, most) - placeOf(unknown, least);
    return { name, least, most, width, isAtOdds: most < low || least > high };
  });
}

/** A place beyond an end is as far within. */
function reflected(place: number): number {
  const folded = Math.abs(place) % 2;
  return folded > 1 ? 2 - folded : folded;
}
