// Spearman's rank correlation (Spearman 1904): how far two orders of the same things agree.
import { sampleRankCorrelation } from 'simple-statistics';

/** Things with their counts. */
export type Counted = readonly (readonly [name: string, count: number])[];

/** With fewer in both lists an order says nothing. */
const sharedMin = 3;

/** Compares the order of what is in both lists, from -1 to 1; null where that is too little. */
export function rankCorrelation(first: Counted, second: Counted): number | null {
  const other = new Map(second);
  const shared = first.flatMap(([name, count]) => {
    const found = other.get(name);
    return found === undefined ? [] : [[count, found] as const];
  });
  if (shared.length < sharedMin) return null;
  const correlation = sampleRankCorrelation(
    shared.map(([count]) => count),
    shared.map(([, count]) => count),
  );
  return Number.isFinite(correlation) ? correlation : null;
}
