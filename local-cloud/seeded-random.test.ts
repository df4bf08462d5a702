import { seededRandom } from './seeded-random.ts';

const draw = (random: () => number, count: number) => Array.from({ length: count }, random);

test('one seed gives one sequence, another seed another', () => {
  expect(draw(seededRandom(7), 20)).toEqual(draw(seededRandom(7), 20));
  expect(draw(seededRandom(7), 20)).not.toEqual(draw(seededRandom(8), 20));
});

test('a fork depends on its label only, not on what was drawn before', () => {
  const fresh = seededRandom(7);
  const used = seededRandom(7);
  draw(used, 1_000);
  expect(draw(fresh.fork('sqs'), 5)).toEqual(draw(used.fork('sqs'), 5));
  expect(draw(fresh.fork('sqs'), 5)).not.toEqual(draw(fresh.fork('lambda'), 5));
});

test('numbers lie in [0, 1) and spread evenly over ten bins', () => {
  const random = seededRandom(1);
  const bins = new Array<number>(10).fill(0);
  for (const number of draw(random, 100_000))
    bins[Math.floor(number * 10)] = (bins[Math.floor(number * 10)] ?? 0) + 1;
  // The standard deviation of a bin is 95, so 500 is more than five of them.
  for (const count of bins) expect(Math.abs(count - 10_000)).toBeLessThan(500);
});
