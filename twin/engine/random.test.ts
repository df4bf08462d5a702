import { openRandom } from './random.ts';

test('the numbers are those that the yardstick in C draws from the same seeds', () => {
  // Printed by rnext() of the workload's common.h after rseed(42) and rseed(0xffffffff).
  const ofC: Record<number, number[]> = {
    42: [2837322924, 544945897, 479756282, 3500138142, 339756180],
    4294967295: [835879718, 1921286648, 2356205009],
  };
  for (const [seed, words] of Object.entries(ofC)) {
    const random = openRandom(Number(seed));
    expect(words.map(() => random() * 2 ** 32)).toEqual(words);
  }
});

test('two streams of one seed are equal and do not disturb each other', () => {
  const [one, other] = [openRandom(7), openRandom(7)];
  const drawn = Array.from({ length: 5 }, () => one());
  expect(Array.from({ length: 5 }, () => other())).toEqual(drawn);
  expect(openRandom(8)()).not.toBe(openRandom(7)());
});

test('numbers fill [0, 1) evenly', () => {
  const random = openRandom(1);
  const tenths = new Array<number>(10).fill(0);
  for (let draw = 0; draw < 100_000; draw += 1) {
    const tenth = Math.floor(random() * 10);
    tenths[tenth] = (tenths[tenth] ?? Number.NaN) + 1;
  }
  // Six standard deviations of a binomial count with mean 10,000.
  for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(570);
});
