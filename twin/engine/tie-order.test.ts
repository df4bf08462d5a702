import fc from 'fast-check';
import { orderTies, tieSalt } from './tie-order.ts';

const ordered = (ids: readonly number[], salt: number) => {
  const words = Int32Array.from(ids);
  orderTies(words, words.length, salt);
  return [...words];
};

test('the order depends on who is there, not on who came first', () => {
  const lists = fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { maxLength: 100 });
  fc.assert(
    fc.property(lists, fc.integer(), (ids, salt) => {
      const once = ordered(ids, salt);
      expect(ordered(ids.toReversed(), salt)).toEqual(once);
      expect(once.toSorted((a, b) => a - b)).toEqual(ids.toSorted((a, b) => a - b));
    }),
  );
});

test('who is before whom is not changed by others', () => {
  const salt = tieSalt(42, 1_000);
  const all = ordered(
    Array.from({ length: 1_000 }, (_, id) => id),
    salt,
  );
  const even = all.filter((id) => id % 2 === 0);
  expect(ordered(even, salt)).toEqual(even);
  expect(ordered(even.slice(0, 20), salt)).toEqual(even.slice(0, 20));
});

test('only what is counted is ordered', () => {
  const ids = Int32Array.from([3, 2, 1, 9, 8, 7]);
  orderTies(ids, 3, tieSalt(1, 1));
  expect([...ids.subarray(3)]).toEqual([9, 8, 7]);
  expect([...ids.subarray(0, 3)].toSorted()).toEqual([1, 2, 3]);
});

test('over many milliseconds nobody is preferred: each of ten is first a tenth of the time', () => {
  const firsts = new Array<number>(10).fill(0);
  for (let atMs = 0; atMs < 10_000; atMs += 1) {
    const [first = 0] = ordered([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], tieSalt(42, atMs));
    firsts[first] = (firsts[first] ?? Number.NaN) + 1;
  }
  // Six standard deviations of a binomial count with mean 1,000.
  for (const count of firsts) expect(Math.abs(count - 1_000)).toBeLessThan(180);
});

test('another seed is another order', () => {
  const ids = Array.from({ length: 50 }, (_, id) => id);
  expect(ordered(ids, tieSalt(1, 5))).not.toEqual(ordered(ids, tieSalt(2, 5)));
  expect(ordered(ids, tieSalt(1, 5))).not.toEqual(ordered(ids, tieSalt(1, 6)));
});
