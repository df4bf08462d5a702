// Five ways to wait before the next try, at a row that a hundred clients want (facts 3.12).
import type { Backoff } from '#twin/station/station.ts';
import { contendForRow } from './contended-row.ts';
import type { KnownResult } from './known-result.ts';
import { measuredRows } from './measured-rows.ts';
import type { ValidationRun } from './twin-parts.ts';

/** The source's figures are means of this many runs. */
const sourceRuns = 30;

interface Strategy {
  readonly name: string;
  readonly backoff: Backoff;
  readonly calls100: number;
  readonly timeMs100: number;
  readonly calls50: number;
}

const strategies: readonly Strategy[] = [
  {
    ...{ name: 'no pause', backoff: { law: 'none' } },
    ...{ calls100: 2424, timeMs100: 2018, calls50: 690 },
  },
  {
    ...{ name: 'exponential', backoff: doubling('none') },
    ...{ calls100: 1858, timeMs100: 63_514, calls50: 616 },
  },
  {
    ...{ name: 'decorrelated jitter', backoff: doubling('decorrelated') },
    ...{ calls100: 1006, timeMs100: 4810, calls50: 370 },
  },
  {
    ...{ name: 'equal jitter', backoff: doubling('equal') },
    ...{ calls100: 811, timeMs100: 6594, calls50: 348 },
  },
  {
    ...{ name: 'full jitter', backoff: doubling('full') },
    ...{ calls100: 797, timeMs100: 4962, calls50: 333 },
  },
];

/** Calls and time for 100 clients, calls for 50, under each of the five. */
export function backoffTable({ seed, parts }: ValidationRun): KnownResult[] {
  const common = { source: 'AWS backoff simulator, 3.12', sourceRuns, sourceRounding: 0.5 };
  const values = strategies.flatMap(({ name, calls100, timeMs100, calls50 }) => [
    { ...common, name: `100 clients, ${name}: calls`, known: calls100 },
    { ...common, name: `100 clients, ${name}: time in ms`, known: timeMs100 },
    { ...common, name: `50 clients, ${name}: calls`, known: calls50 },
  ]);
  return measuredRows(seed, values, (runSeed) =>
    strategies.flatMap(({ backoff }) => {
      const hundred = contendForRow(100, backoff, parts, runSeed);
      const fifty = contendForRow(50, backoff, parts, runSeed);
      return [hundred.writeCount, hundred.endMs, fifty.writeCount];
    }),
  );
}

function doubling(jitter: 'none' | 'full' | 'equal' | 'decorrelated'): Backoff {
  return { law: 'exponential', baseMs: 5, capMs: 2000, jitter };
}
