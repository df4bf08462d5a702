import fc from 'fast-check';
import { combinationCount, effectsOf, factorsIn, hasFactor } from './yates.ts';

// Box, Hunter and Hunter, Statistics for Experimenters (1978), chapter 10: the yield of a pilot
// plant, in grams. Factors: temperature, concentration, catalyst.
test('the pilot plant of Box, Hunter and Hunter has the effects that the book gives', () => {
  const [mean, t, c, tc, k, tk, ck, tck] = effectsOf([60, 72, 54, 68, 52, 83, 45, 80]);
  expect({ mean, t, c, k }).toEqual({ mean: 64.25, t: 23, c: -5, k: 1.5 });
  expect({ tc, tk, ck, tck }).toEqual({ tc: 1.5, tk: 10, ck: 0, tck: 0.5 });
});

// Montgomery, Design and Analysis of Experiments, chapter 6: a filtration rate, in gallons an hour.
// Factors: temperature A, pressure B, concentration C, stirring rate D.
test('the filtration rate of Montgomery has the effects that the book gives', () => {
  const rates = [45, 71, 48, 65, 68, 60, 80, 65, 43, 100, 45, 104, 75, 86, 70, 96];
  const effects = effectsOf(rates);
  const found = effects.slice(1).map((effect) => effect.toFixed(3));
  const book = [
    // A, B, AB, C, AC, BC, ABC
    '21.625 3.125 0.125 9.875 -18.125 2.375 1.875',
    // D, AD, BD, ABD, CD, ACD, BCD, ABCD
    '14.625 16.625 -0.375 4.125 -1.125 -1.625 -2.625 1.375',
  ];
  expect(found).toEqual(book.join(' ').split(' '));
});

// Jain, The Art of Computer Systems Performance Analysis (1991), chapter 17: MIPS of a workstation
// with more memory, more cache, both. Jain's q is half of an effect.
test("Jain's workstation gains 40, 20 and 10 MIPS", () => {
  expect(effectsOf([15, 45, 25, 75])).toEqual([40, 40, 20, 10]);
});

const values = fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 32, maxLength: 32 });

test('an effect is the mean with plus less the mean with minus, by the table of signs', () => {
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 31 }), (all, group) => {
      const five = [0, 1, 2, 3, 4];
      const lacking = (run: number) =>
        factorsIn(group, five).filter((factor) => !hasFactor(run, factor)).length;
      const mean = (some: readonly number[]) =>
        some.reduce((sum, one) => sum + one, 0) / some.length;
      const plus = mean(all.filter((_, run) => lacking(run) % 2 === 0));
      const minus = mean(all.filter((_, run) => lacking(run) % 2 === 1));
      expect(effectsOf(all)[group]).toBeCloseTo(plus - minus, 3);
    }),
  );
});

test('a value of each combination is needed', () => {
  expect(combinationCount(5)).toBe(32);
  expect(() => effectsOf([1, 2, 3])).toThrow('got 3 values');
});
