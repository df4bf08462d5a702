import fc from 'fast-check';
import { chanceOf } from './chance.ts';

test('a chance depends on the seed and the words alone, today and in every release', () => {
  expect(chanceOf(0)).toBe(0.6689221884589642);
  expect(chanceOf(2007, 'storm', 'n00000001')).toBe(0.6693389888387173);
  expect(chanceOf(2008, 'storm', 'n00000001')).toBe(0.06392830167897046);
  expect(chanceOf(2007, 'turn', 'n00000001', 2)).toBe(0.7323800816666335);
});

test('a chance is at least 0 and below 1', () => {
  fc.assert(
    fc.property(fc.integer(), fc.array(fc.string()), (seed, words) => {
      const chance = chanceOf(seed, ...words);
      expect(chance).toBeGreaterThanOrEqual(0);
      expect(chance).toBeLessThan(1);
    }),
  );
});

/** Chi-square of counts that should all be the same. */
const chiSquare = (counts: readonly number[]) => {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
};

const countIn = (binCount: number, chances: Iterable<number>) => {
  const counts = new Array<number>(binCount).fill(0);
  for (const chance of chances) {
    const bin = Math.floor(chance * binCount);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
};

const nodes = Array.from({ length: 20_000 }, (_, index) => `n${String(index).padStart(8, '0')}`);

// With 99 degrees of freedom one uniform sample in a hundred thousand lies above 174.
test.each(['storm', 'zone', 'eligible', 'turn', 'promote'])(
  'over the nodes of a run the chances for "%s" are uniform',
  (word) => {
    for (const seed of [1, 2, 2007]) {
      const chances = nodes.map((nodeId) => chanceOf(seed, word, nodeId));
      expect(chiSquare(countIn(100, chances))).toBeLessThan(174);
    }
  },
);

test('over the seeds the chance of one node is uniform', () => {
  const chances = Array.from({ length: 20_000 }, (_, seed) => chanceOf(seed, 'storm', 'n1'));
  expect(chiSquare(countIn(100, chances))).toBeLessThan(174);
});

test('chances for two purposes are independent of each other', () => {
  const cells = nodes.map((nodeId) => {
    const storm = Math.floor(chanceOf(7, 'storm', nodeId) * 10);
    const minute = Math.floor(chanceOf(7, 'restart-minute', nodeId) * 10);
    return (storm * 10 + minute + 0.5) / 100;
  });
  expect(chiSquare(countIn(100, cells))).toBeLessThan(174);
});
