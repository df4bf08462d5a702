import type { Bar, Challenge } from '#challenges/challenge.ts';
import type { Measure } from '../thresholds/measures.ts';
import { type Comparison, readMeasure, thresholdParts } from '../thresholds/read-threshold.ts';
import { trialMeasure } from './trial-measures.ts';

/** What a bar asks. */
export interface ReadBar {
  readonly measureName: string;
  readonly unit: Measure['unit'];
  readonly comparison: Comparison;
  /** In the measure's own unit. */
  readonly limit: number;
}

/** Reads a bar. What can be measured depends on what is run. @throws {InvalidArgumentError} */
export function readBar({ kind }: Challenge, { condition }: Bar): ReadBar {
  const { name, comparison, limitIn } = thresholdParts(condition);
  const isTrial = kind === 'handler' || kind === 'queue';
  const { unit } = isTrial ? trialMeasure(name) : readMeasure(name);
  return { measureName: name, unit, comparison, limit: limitIn(unit) };
}
