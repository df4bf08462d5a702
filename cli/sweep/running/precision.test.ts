import type { Band, SettingSummary } from '../sweep-table.ts';
import { formatPrecision, nextSeedCount, widestInterval } from './precision.ts';

function summary(policy: string, measures: Record<string, Band | null>): SettingSummary {
  const faults = { faults: 'none', faultPlan: 'none' };
  return { values: {}, ...faults, policy, nodes: 60, measures } as never;
}

const band = (median: number | null, interval: Band['interval']): Band => ({
  median,
  min: median,
  max: median,
  interval,
});

test('the widest interval is found, whatever setting and measure it is of', () => {
  const found = widestInterval([
    summary('herd', { heal: band(10, [9, 11]), worstOffline: band(0.5, [0.4, 0.8]) }),
    summary('resilient', { heal: band(10, [9.5, 10.5]), worstOffline: null }),
  ]);
  expect(found?.share).toBeCloseTo(0.4, 12);
  expect(found?.words).toBe('worstOffline of herd, 60 nodes');
});

test('what never comes in any run is known, and what comes in some is not', () => {
  expect(widestInterval([summary('a', { heal: band(null, [null, null]) })])?.share).toBe(0);
  const some = widestInterval([summary('a', { heal: band(10, [9, null]) })]);
  expect(some?.share).toBe(Number.POSITIVE_INFINITY);
  expect(formatPrecision(some?.share ?? 0)).toBe('no share of its median');
  expect(widestInterval([summary('a', { heal: band(10, null) })])?.share).toBe(
    Number.POSITIVE_INFINITY,
  );
  expect(widestInterval([summary('a', { heal: null })])).toBeUndefined();
});

test('seeds grow by half, from as many as an interval takes to the maximum', () => {
  expect([1, 6, 9, 14, 90].map((count) => nextSeedCount(count, 6, 100))).toEqual([
    6, 9, 14, 21, 100,
  ]);
});
