import fc from 'fast-check';
import { betaQuantile, betaShareBelow } from './beta-distribution.ts';

test('the uniform distribution is a beta distribution', () => {
  for (const x of [0, 0.1, 0.5, 0.9, 1]) expect(betaShareBelow(1, 1, x)).toBeCloseTo(x, 12);
});

test('whole parameters give the sums of the binomial distribution', () => {
  // P(at least 2 of 4 at 0.3), and at least 3 of 5 at 0.5.
  expect(betaShareBelow(2, 3, 0.3)).toBeCloseTo(1 - 0.7 ** 4 - 4 * 0.3 * 0.7 ** 3, 12);
  expect(betaShareBelow(3, 3, 0.5)).toBeCloseTo(0.5, 12);
  expect(betaShareBelow(0.5, 0.5, 0.25)).toBeCloseTo((2 / Math.PI) * Math.asin(0.5), 10);
});

test('a quantile next to 0 is exact, too', () => {
  // What a property test found when the halving ended after 60 rounds.
  const x = betaQuantile(0.2, 4.976_241_686_575_326, 0.001);
  expect(betaShareBelow(0.2, 4.976_241_686_575_326, x)).toBeCloseTo(0.001, 9);
});

test('a quantile is where as many are below as was asked', () => {
  const parameter = fc.double({ min: 0.2, max: 500, noNaN: true });
  const chance = fc.double({ min: 0.001, max: 0.999, noNaN: true });
  fc.assert(
    fc.property(parameter, parameter, chance, (a, b, wanted) => {
      const x = betaQuantile(a, b, wanted);
      // Next to 1 a step of a double is a leap of the share.
      if (x < 1 - 1e-9) expect(betaShareBelow(a, b, x)).toBeCloseTo(wanted, 6);
    }),
  );
});
