import { ishigami } from '#testing/statistics/ishigami.ts';
import { openRandom } from '#twin/engine/random.ts';
import { morrisDesign, morrisEffects } from './morris.ts';

const each = [[0], [1], [2]];

function effectsOf(
  output: (point: readonly number[]) => number,
  { groups = each, count = 200 }: { groups?: number[][]; count?: number } = {},
) {
  const design = morrisDesign(groups, count, openRandom(1));
  return morrisEffects(design, design.points.map(output), openRandom(2));
}

test("Ishigami's three effects are the exact ones of this grid, and near those of SALib", () => {
  const effects = effectsOf(ishigami, { count: 10_000 });
  // Exact: the mean over all 64 points of the grid. SALib 1.6 has 7.683, 7.875 and 6.256 in its
  // test of regression, with chance of its own. The standard error of the first is 0.063.
  for (const [at, exact] of [7.7041, 7.875, 6.2488].entries()) {
    const { meanAbsolute, meanAbsoluteInterval } = effects[at] ?? fail();
    expect(Math.abs(meanAbsolute - exact)).toBeLessThan(0.2);
    expect(meanAbsoluteInterval.low).toBeLessThanOrEqual(meanAbsolute);
    expect(meanAbsoluteInterval.high).toBeGreaterThanOrEqual(meanAbsolute);
  }
  // The third pushes either way, as the first says.
  expect(Math.abs(effects[2]?.mean ?? fail())).toBeLessThan(0.3);
});

test('a straight line has its slopes as effects, without any spread', () => {
  const [up, down, none] = effectsOf(([x = 0, y = 0]) => 3 * x - 2 * y);
  expect(up?.mean).toBeCloseTo(3, 9);
  expect(down?.mean).toBeCloseTo(-2, 9);
  expect(down?.meanAbsolute).toBeCloseTo(2, 9);
  expect(up?.sd).toBeCloseTo(0, 9);
  expect(none).toMatchObject({ mean: 0, meanAbsolute: 0, sd: 0 });
});

test('a trajectory moves each group once, within the range', () => {
  const { points, orders } = morrisDesign([[0, 2], [1]], 5, openRandom(3));
  expect(points).toHaveLength(5 * 3);
  for (const order of orders) expect(order.toSorted()).toEqual([0, 1]);
  for (const value of points.flat()) {
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThanOrEqual(1);
  }
});

test('inputs of a group that counter each other still count', () => {
  const [pair, alone] = effectsOf(([x = 0, y = 0, z = 0]) => x * z + y, { groups: [[0, 2], [1]] });
  expect(pair?.meanAbsolute).toBeGreaterThan(0.3);
  expect(alone?.meanAbsolute).toBeCloseTo(1, 9);
});

test('a trajectory that is cut off does not count', () => {
  const design = morrisDesign(each, 10, openRandom(4));
  const outputs = design.points.map(ishigami);
  const whole = morrisEffects(design, outputs.slice(0, 8), openRandom(5));
  expect(morrisEffects(design, outputs.slice(0, 11), openRandom(5))).toEqual(whole);
  expect(morrisEffects(design, [], openRandom(5))[0]?.meanAbsolute).toBeNaN();
});

function fail(): never {
  throw new Error('expected an effect');
}
