// The measures that a sweep's report draws: those that were asked for, or four.

import type { NamedMeasure } from '../../thresholds/named-measures.ts';
import { readMeasure } from '../../thresholds/read-threshold.ts';

/** What the report draws where nobody names a measure, and what it calls that. */
const usualTitles: Readonly<Record<string, string>> = {
  belowTarget: 'Time below the target',
  heal: 'Healed after',
  worstOffline: 'Worst share offline',
  loginAttempts: 'Log-in attempts',
};

/** The measures of the report. @param asked those of `--measure`, where it is given */
export function drawnMeasures(asked?: readonly NamedMeasure[]): readonly NamedMeasure[] {
  return asked ?? Object.keys(usualTitles).map(readMeasure);
}

/** What a measure is called in the report. */
export function measureTitle({ name }: NamedMeasure): string {
  return usualTitles[name] ?? name;
}
