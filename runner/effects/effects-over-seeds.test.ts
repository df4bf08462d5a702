import { factorialOf } from './effects-over-seeds.ts';

const named = (factorial: ReturnType<typeof factorialOf>, ...factors: string[]) =>
  factorial.effects.find((effect) => effect.factors.join() === factors.join());

// Jain, The Art of Computer Systems Performance Analysis (1991), chapter 17: memory explains 76 %,
// cache 19 %, both together 5 %.
test("the differences are allocated as in Jain's example of a workstation", () => {
  const factorial = factorialOf(['memory', 'cache'], [[15, 45, 25, 75]]);
  expect(factorial.mean).toBe(40);
  const shares = factorial.effects.map(({ factors, variationShare }) => {
    return [factors.join(), (variationShare * 100).toFixed()];
  });
  expect(shares).toEqual([
    ['memory', '76'],
    ['cache', '19'],
    ['memory,cache', '5'],
  ]);
  // One seed says nothing of chance.
  expect(factorial.effects.map(({ interval, isClear }) => [interval, isClear])).toEqual(
    Array(3).fill([null, false]),
  );
});

// The same, chapter 18: three measurements of each. Jain's q of memory is 21.5, of cache 9.5, of
// both 5, and the mean is 41; an effect is twice its q.
test("the mean over the seeds is that of Jain's example with repetitions", () => {
  const factorial = factorialOf(
    ['memory', 'cache'],
    [
      [15, 45, 25, 75],
      [18, 48, 28, 75],
      [12, 51, 19, 81],
    ],
  );
  expect(factorial.mean).toBe(41);
  expect(named(factorial, 'memory')?.effect).toBe(43);
  expect(named(factorial, 'cache')?.effect).toBe(19);
  expect(named(factorial, 'memory', 'cache')?.effect).toBe(10);
  // By hand: memory's effects are 40, 38.5 and 50.5. Their standard deviation is 6.5383, and
  // Student's point of two degrees of freedom is 4.303.
  const [low = 0, high = 0] = named(factorial, 'memory')?.interval ?? [];
  expect(low).toBeCloseTo(43 - (4.303 * 6.5383) / Math.sqrt(3), 2);
  expect(high).toBeCloseTo(43 + (4.303 * 6.5383) / Math.sqrt(3), 2);
  expect(named(factorial, 'memory')?.isClear).toBe(true);
});

test('a factor has its means, and what it changes alone and last', () => {
  const { factors } = factorialOf(['memory', 'cache'], [[15, 45, 25, 75]]);
  expect(factors).toEqual([
    { factor: 'memory', meanOff: 20, meanOn: 60, alone: 30, last: 50 },
    { factor: 'cache', meanOff: 30, meanOn: 50, alone: 10, last: 30 },
  ]);
});

test('where nothing differs, no effect explains anything', () => {
  const { effects } = factorialOf(['a', 'b'], [Array(4).fill(7), Array(4).fill(9)]);
  expect(
    effects.map(({ effect, variationShare, isClear }) => [effect, variationShare, isClear]),
  ).toEqual(Array(3).fill([0, 0, false]));
});

test('an effect that comes and goes with the seed is not clear', () => {
  const { effects } = factorialOf(
    ['a'],
    [
      [0, 10],
      [0, -9],
    ],
  );
  expect(effects[0]).toMatchObject({ effect: 0.5, isClear: false });
});
