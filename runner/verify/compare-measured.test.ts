import { type ComparedRow, type Comparison, compareMeasured } from './compare-measured.ts';
import type { Measured } from './measured.ts';

const options = { observeEveryMs: 15_000, nodeCount: 500, excuseOf: () => null };

function run(changed: Partial<Measured> = {}): Measured {
  return {
    counts: { LoginAttempts: 1_000 },
    meters: { 'sqs.requests': 4_000, 'lambda.gbSeconds': 2.5 },
    healMs: 600_000,
    belowTargetMs: 900_000,
    worstOfflineShare: 0.4,
    ending: 'healed',
    ranForMs: 3_600_000,
    violations: [],
    ...changed,
  };
}

function tenOf(changed: Partial<Measured> = {}): Measured[] {
  return Array.from({ length: 10 }, () => run(changed));
}

function rowOf({ rows }: Comparison, name: string): ComparedRow {
  const row = rows.find((one) => one.name === name);
  if (row === undefined) throw new Error(`expected a row for ${name}`);
  return row;
}

test('equal runs agree in every row', () => {
  const { rows, endedAlikeCount } = compareMeasured(tenOf(), tenOf(), options);
  expect(rows.map(({ verdict }) => verdict)).toEqual(rows.map(() => 'within'));
  expect(rows.map(({ name }) => name)).toEqual([
    'LoginAttempts',
    'lambda.gbSeconds',
    'sqs.requests',
    'healed after',
    'below target',
    'ran for',
    'worst share offline',
  ]);
  expect(endedAlikeCount).toBe(10);
});

test('a count is within 5 percent or outside', () => {
  const verdictAt = (attempts: number) =>
    rowOf(
      compareMeasured(tenOf(), tenOf({ counts: { LoginAttempts: attempts } }), options),
      'LoginAttempts',
    ).verdict;
  expect(verdictAt(1_050)).toBe('within');
  expect(verdictAt(950)).toBe('within');
  expect(verdictAt(1_051)).toBe('outside');
  expect(verdictAt(949)).toBe('outside');
});

test('a duration is within 10 percent, or within one observation', () => {
  const verdictAt = (localMs: number, otherMs: number) =>
    rowOf(
      compareMeasured(tenOf({ healMs: localMs }), tenOf({ healMs: otherMs }), options),
      'healed after',
    ).verdict;
  expect(verdictAt(600_000, 660_000)).toBe('within');
  expect(verdictAt(600_000, 675_000)).toBe('outside');
  expect(verdictAt(0, 15_000)).toBe('within');
  expect(verdictAt(0, 30_000)).toBe('outside');
});

test('healing in one cloud alone is outside, and never in both agrees', () => {
  const never = tenOf({ healMs: null });
  const verdictOf = (local: Measured[], other: Measured[]) =>
    rowOf(compareMeasured(local, other, options), 'healed after').verdict;
  expect(verdictOf(never, tenOf())).toBe('outside');
  expect(verdictOf(tenOf(), never)).toBe('outside');
  expect(verdictOf(never, never)).toBe('within');
});

test('what scatters too much to say is unsure, not outside', () => {
  const scattered = [500, 2_000, 700, 900, 1_500, 1_200, 400, 3_000, 1_000, 800];
  const others = [2_900, 600, 1_100, 1_700, 500, 900, 2_100, 450, 1_300, 1_250];
  const runs = (counts: number[]) =>
    counts.map((LoginAttempts) => run({ counts: { LoginAttempts } }));
  const compared = compareMeasured(runs(scattered), runs(others), options);
  expect(rowOf(compared, 'LoginAttempts').verdict).toBe('unsure');
});

test('a count below 20 is compared by what chance alone may do, an amount never is', () => {
  const local = tenOf({ counts: { Promotions: 10 }, meters: { 'lambda.gbSeconds': 10 } });
  const other = tenOf({ counts: { Promotions: 13 }, meters: { 'lambda.gbSeconds': 13 } });
  const compared = compareMeasured(local, other, options);
  expect(rowOf(compared, 'Promotions')).toMatchObject({
    verdict: 'within',
    note: 'small count',
  });
  expect(rowOf(compared, 'lambda.gbSeconds').verdict).toBe('outside');
  const far = compareMeasured(local, tenOf({ counts: { Promotions: 17 } }), options);
  expect(rowOf(far, 'Promotions').verdict).toBe('outside');
});

test('a few offline in a small network are a small count, too', () => {
  const compare = (share: number) =>
    rowOf(
      compareMeasured(
        tenOf({ worstOfflineShare: 0.02 }),
        tenOf({ worstOfflineShare: share }),
        options,
      ),
      'worst share offline',
    ).verdict;
  expect(compare(0.026)).toBe('within');
  expect(compare(0.04)).toBe('outside');
});

test('what only the local cloud has is missing, unless its absence is excused', () => {
  const local = tenOf({ meters: { 'sqs.requests': 4_000, 'logs.bytes': 9, 'x.y': 1 } });
  const other = tenOf({ meters: { 'sqs.requests': 4_000 } });
  const compared = compareMeasured(local, other, {
    ...options,
    excuseOf: (name) => (name === 'logs.bytes' ? 'it writes none' : null),
  });
  expect(rowOf(compared, 'x.y').verdict).toBe('missing');
  expect(rowOf(compared, 'logs.bytes')).toMatchObject({
    verdict: 'excused',
    note: 'it writes none',
  });
});

test('a name that the local cloud never used is 0 there, and compared', () => {
  const other = tenOf({ meters: { 'sqs.requests': 4_000, 'lambda.gbSeconds': 2.5, extra: 50 } });
  expect(rowOf(compareMeasured(tenOf(), other, options), 'extra')).toMatchObject({
    local: 0,
    other: 50,
    verdict: 'outside',
  });
});

test('what is 0 everywhere is named, and broken invariants are reported once', () => {
  const other = tenOf({ counts: { LoginAttempts: 1_000, NodesLost: 0 }, violations: ['2 homes'] });
  const { zeroes, violations } = compareMeasured(tenOf(), other, options);
  expect(zeroes).toEqual(['NodesLost']);
  expect(violations).toEqual(['2 homes']);
});

test('runs that cannot be paired are refused', () => {
  expect(() => compareMeasured(tenOf(), [run()], options)).toThrow('expected as many runs');
  expect(() => compareMeasured([], [], options)).toThrow('expected as many runs');
});

test('what the other cloud leaves out may be a small part of something, and no more', () => {
  const verdictAt = (left: number) => {
    const local = tenOf({ counts: { LoginAttempts: 1_000, Contended: left } });
    const other = tenOf({ counts: { LoginAttempts: 1_000, Contended: 0 } });
    const partOf = (name: string) => (name === 'Contended' ? 'LoginAttempts' : null);
    return rowOf(compareMeasured(local, other, { ...options, partOf }), 'Contended').verdict;
  };
  expect(verdictAt(50)).toBe('within');
  expect(verdictAt(51)).toBe('outside');
});
