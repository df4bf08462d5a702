// An input of August 2007 whose value nobody published: what it may be, and why.
import type { Provenance } from '#domain/scenario/scenario.ts';

/** One number of a scenario that is set, in the words of `--vary` and `--set`. */
export interface Setting {
  /** The field at full scale, such as `timings.leaseMs`. A * stands for every member. */
  readonly field: string;
  readonly value: number;
  /** Whether the value is a factor of what the scenario has, as in `x0.5`. */
  readonly isFactor?: true;
}

/** An input whose value nobody published. */
export interface Unknown {
  /** What it is, in a few words, with its unit in brackets. */
  readonly title: string;
  /** The least and the most that it may be, in the unit. */
  readonly range: readonly [least: number, most: number];
  /** Whether draws are even between the ends, or between their logarithms. */
  readonly spacing: 'linear' | 'log';
  /** The value that the scenario has, in the unit. */
  readonly shipped: number;
  /** What a source itself says, where one does: a fit outside of it is at odds with the source. */
  readonly published?: readonly [least: number, most: number];
  /** How well the range is known. A range is never `fitted`. */
  readonly provenance: Provenance;
  /** The rows of docs/facts.md behind the range, or the reason for a guess. */
  readonly source: string;
}

/**
 * The value of an unknown at a place of its range.
 * @param place from 0, its least, to 1, its most
 */
export function valueAt({ range: [least, most], spacing }: Unknown, place: number): number {
  if (spacing === 'linear') return least + place * (most - least);
  return least * (most / least) ** place;
}

/** The place of a value in its unknown's range: the reverse of `valueAt`. */
export function placeOf({ range: [least, most], spacing }: Unknown, value: number): number {
  if (spacing === 'linear') return (value - least) / (most - least);
  return Math.log(value / least) / Math.log(most / least);
}
