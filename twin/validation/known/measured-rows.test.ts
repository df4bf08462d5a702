import { openRandom } from '#twin/engine/random.ts';
import { standardNormal } from '#twin/station/service-law.ts';
import { exactly, judged } from './known-result.ts';
import { measuredRows, runsPerRow, standardErrorsMax } from './measured-rows.ts';

const value = { name: 'a value', source: 'this test', known: 10 };

/** Normal with mean 10, off by `bias`, deviation 1. */
const runs = (bias: number) => (seed: number) => [10 + bias + standardNormal(openRandom(seed))];

test('the tolerance is 4.59 standard errors of the runs themselves', () => {
  const numbers: number[] = [];
  const [row] = measuredRows(1, [value], (seed) => {
    const [number = Number.NaN] = runs(0)(seed);
    numbers.push(number);
    return [number];
  });
  const mean = numbers.reduce((sum, number) => sum + number, 0) / runsPerRow;
  const squares = numbers.reduce((sum, number) => sum + (number - mean) ** 2, 0);
  const standardError = Math.sqrt(squares / (runsPerRow - 1) / runsPerRow);
  expect(row?.ours).toBeCloseTo(mean, 12);
  expect(row?.tolerance).toBeCloseTo(4.59 * standardError, 6);
  expect(new Set(numbers).size).toBe(runsPerRow);
});

test('what is two standard errors of one run off differs, what is right holds', () => {
  const verdicts = (bias: number) =>
    Array.from({ length: 200 }, (_, seed) => measuredRows(seed, [value], runs(bias))[0]?.verdict);
  expect(new Set(verdicts(0))).toEqual(new Set(['holds']));
  expect(verdicts(2).filter((verdict) => verdict === 'differs').length).toBeGreaterThan(195);
});

test('a source that measured, too, and that rounds widens the tolerance by just that', () => {
  const tolerance = (more: object) =>
    measuredRows(1, [{ ...value, ...more }], runs(0))[0]?.tolerance ?? Number.NaN;
  const own = tolerance({});
  expect(tolerance({ sourceRuns: runsPerRow })).toBeCloseTo(own * Math.SQRT2, 6);
  expect(tolerance({ sourceRounding: 0.25 }) - own).toBeCloseTo(0.25, 9);
});

test("Student's t with 19 degrees of freedom exceeds 4.59 with chance 0.0002", () => {
  expect(2 * tailOfStudent(standardErrorsMax, runsPerRow - 1)).toBeCloseTo(0.0002, 6);
});

test('what is no number does not hold', () => {
  expect(judged(value, Number.NaN, 5, '').verdict).toBe('differs');
  expect(judged(value, 11, Number.NaN, '').verdict).toBe('differs');
  expect([exactly(value, 10).verdict, exactly(value, 10.000_1).verdict]).toEqual([
    'holds',
    'differs',
  ]);
});

/** The chance to exceed `t`, with x = sqrt(degrees) tan(angle), by Simpson's rule. */
function tailOfStudent(t: number, degrees: number): number {
  const density = (angle: number) => Math.cos(angle) ** (degrees - 1);
  const integral = (from: number, to: number) => {
    const steps = 10_000;
    const width = (to - from) / steps;
    let sum = density(from) + density(to);
    for (let step = 1; step < steps; step++)
      sum += (step % 2 === 0 ? 2 : 4) * density(from + step * width);
    return (sum * width) / 3;
  };
  const half = Math.PI / 2;
  return integral(Math.atan(t / Math.sqrt(degrees)), half) / integral(-half, half);
}
