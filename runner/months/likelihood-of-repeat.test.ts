import { likelihoodOfRepeat, recordedLikelihood } from './likelihood-of-repeat.ts';

test('one month of 47 is what the record was worked out to say', () => {
  expect(recordedLikelihood.perMonth).toBeCloseTo(0.025, 3);
  expect(recordedLikelihood.perMonthMin).toBeCloseTo(0.0023, 4);
  expect(recordedLikelihood.perMonthMax).toBeCloseTo(0.095, 3);
  expect(recordedLikelihood.withinTwelveMonths).toBeCloseTo(1 - 0.975 ** 12, 2);
});

test('no failure at all leaves some likelihood, and more months leave less', () => {
  const few = likelihoodOfRepeat(0, 47);
  const many = likelihoodOfRepeat(0, 470);
  expect(few.perMonthMax).toBeGreaterThan(0.04);
  expect(many.perMonthMax).toBeLessThan(few.perMonthMax / 5);
  expect(likelihoodOfRepeat(47, 47).perMonthMin).toBeGreaterThan(0.9);
});

test('more failures than months are refused', () => {
  expect(() => likelihoodOfRepeat(2, 1)).toThrow(/0 to 1/);
});
