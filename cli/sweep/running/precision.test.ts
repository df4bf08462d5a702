import type { Band, SettingSummary } from '../sweep-table.ts';
import { formatPrecision, judgedRound, nextSeedCount, precisionOf } from './precision.ts';

function summary(policy: string, measures: Record<string, Band | null>): SettingSummary {
  const faults = { faults: 'none', faultPlan: 'none' };
  return { values: {}, ...faults, policy, nodes: 60, measures } as never;
}

const widestInterval = (summaries: SettingSummary[]) => precisionOf(summaries).widest;

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

const asked = { share: 0.05, seedsMax: 100 };
const wordsOf = (measures: Record<string, Band | null>, count: number, seedsMax = 100) =>
  judgedRound(precisionOf([summary('herd', measures)]), { ...asked, seedsMax }, count);

test('a measure that some run lacks is named, and its median is not claimed', () => {
  const heal = band(100, [99, 101]);
  const least = 'heal of herd, 60 nodes: ±1.0 % with 6 seeds.';
  expect(wordsOf({ heal }, 6)).toEqual({
    words: [`Every median is known to within ±5.0 %; the least precise is ${least}`],
    nextCount: null,
  });
  const { words } = wordsOf({ heal, 'bill.outage': null }, 6);
  expect(words[0]).toMatch(/^Every median that was measured is known to within ±5\.0 %; /);
  expect(words[1]).toBe('Some run did not measure bill.outage, so no median of it is known there.');
  const met = wordsOf({ heal: band(100, [50, 150]), 'bill.outage': null }, 7, 7).words;
  expect(met[0]).toBe(
    'Not every median that was measured is known to within ±5.0 %: the maximum of 7 seeds',
  );
  expect(met[2]).toContain('bill.outage');
  expect(wordsOf({ 'bill.outage': null }, 1)).toEqual({
    words: ['No precision is known: in each setting some run did not measure bill.outage.'],
    nextCount: null,
  });
});

test('too few seeds for an interval are said to be that, whatever their spread', () => {
  expect(wordsOf({ heal: band(100, null) }, 1)).toEqual({
    words: ['With one seed a median has no interval: it takes 6, so 6 seeds are run.'],
    nextCount: 6,
  });
  expect(wordsOf({ heal: band(100, [50, 150]) }, 6)).toEqual({
    words: ['heal of herd, 60 nodes: ±50.0 % with 6 seeds; ±5.0 % is asked, so 9 seeds are run.'],
    nextCount: 9,
  });
});
