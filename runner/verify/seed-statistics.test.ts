import { seededRandom } from '#local-cloud/seeded-random.ts';
import { distanceInterval, relativeDistance, smallCountTolerance } from './seed-statistics.ts';

test('a distance is a share of the local cloud, and never is infinitely far', () => {
  const never = Number.POSITIVE_INFINITY;
  expect(relativeDistance(200, 210)).toBeCloseTo(0.05);
  expect(relativeDistance(0, 0)).toBe(0);
  expect(relativeDistance(never, never)).toBe(0);
  expect(relativeDistance(10, never)).toBe(never);
  expect(relativeDistance(never, 10)).toBe(-1);
});

test('what both clouds owe to the seed alone does not widen the interval', () => {
  const local = [100, 5_000, 40, 700, 12, 900, 310, 2_200, 60, 450];
  const [low, high] = distanceInterval(
    local,
    local.map((value) => value * 1.02),
  );
  expect(low).toBeCloseTo(0.02);
  expect(high).toBeCloseTo(0.02);
});

test('the interval holds the truth about as often as it says, for ten seeds and for five', () => {
  const random = seededRandom(11);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  for (const seedCount of [10, 5]) {
    let held = 0;
    for (let trial = 0; trial < 100; trial += 1) {
      const of = () => Array.from({ length: seedCount }, () => 1_000 + 100 * normal());
      const [low, high] = distanceInterval(of(), of());
      if (low <= 0 && high >= 0) held += 1;
    }
    expect(held).toBeGreaterThanOrEqual(97);
  }
});

test('of a few seeds nothing is known, however near the two clouds are', () => {
  expect(distanceInterval([7, 8, 9, 9], [7, 8, 9, 9])).toEqual([
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
  ]);
});

test('small counts may differ by three standard errors of what a Poisson law scatters', () => {
  expect(smallCountTolerance(20, 20, 10)).toBeCloseTo(7.5, 1);
  expect(smallCountTolerance(20, 20, 40)).toBeCloseTo(3.8, 1);
  expect(smallCountTolerance(0, 0, 10)).toBe(0);
});
