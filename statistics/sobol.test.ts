import { ishigami, ishigamiIndices } from '#testing/statistics/ishigami.ts';
import { openRandom } from '#twin/engine/random.ts';
import { sobolDesign, sobolIndices } from './sobol.ts';

function indicesOf(
  output: (point: readonly number[]) => number,
  { groups = [[0], [1], [2]], count = 2_048 }: { groups?: number[][]; count?: number } = {},
) {
  const design = sobolDesign(groups, count, openRandom(1));
  return sobolIndices(design, design.points.map(output), openRandom(2));
}

test("Ishigami's indices are the exact ones, within their intervals", () => {
  const exact = ishigamiIndices();
  expect(exact.first[0]).toBeCloseTo(0.313905, 6);
  expect(exact.total[2]).toBeCloseTo(0.243684, 6);
  for (const [at, index] of indicesOf(ishigami).entries()) {
    const [first = Number.NaN, total = Number.NaN] = [exact.first[at], exact.total[at]];
    expect(Math.abs(index.first - first)).toBeLessThan(0.05);
    expect(Math.abs(index.total - total)).toBeLessThan(0.05);
    expect(index.firstInterval.low).toBeLessThan(first);
    expect(index.firstInterval.high).toBeGreaterThan(first);
  }
});

test('more rows narrow the interval by the root of their number', () => {
  const [few, many] = [250, 4_000].map((count) => indicesOf(ishigami, { count })[0]?.totalInterval);
  const width = (one = { low: Number.NaN, high: Number.NaN }) => one.high - one.low;
  expect(width(few) / width(many)).toBeGreaterThan(2.5);
  expect(width(few) / width(many)).toBeLessThan(6);
});

test('a group explains what its inputs explain together', () => {
  const [pair, alone] = indicesOf(ishigami, { groups: [[0, 2], [1]] });
  const { first, total } = ishigamiIndices();
  expect(Math.abs((pair?.first ?? Number.NaN) - (total[0] ?? Number.NaN))).toBeLessThan(0.05);
  expect(Math.abs((alone?.total ?? Number.NaN) - (first[1] ?? Number.NaN))).toBeLessThan(0.05);
});

test('an input that does nothing explains nothing, and a constant has nothing to explain', () => {
  const idle = indicesOf(([x = 0]) => x)[1];
  expect(Math.abs(idle?.first ?? Number.NaN)).toBeLessThan(0.05);
  expect(idle?.total).toBe(0);
  expect(indicesOf(() => 5)[0]).toMatchObject({ first: Number.NaN, total: Number.NaN });
});

test('a row that is cut off does not count', () => {
  const design = sobolDesign([[0], [1], [2]], 64, openRandom(3));
  const outputs = design.points.map(ishigami);
  const whole = sobolIndices(design, outputs.slice(0, 50), openRandom(4));
  expect(sobolIndices(design, outputs.slice(0, 53), openRandom(4))).toEqual(whole);
});
