import fc from 'fast-check';
import { inLine, servedCount, windowIndexAt } from './serve-in-line.ts';

test('who has priority comes first, and otherwise all stay in the order in which they came', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean()), (priorities) => {
      const logins = priorities.map((isFirst, at) => ({ isFirst, at }));
      const line = inLine(logins, ({ isFirst }) => isFirst);
      const first = logins.filter(({ isFirst }) => isFirst);
      expect(line).toEqual([...first, ...logins.filter(({ isFirst }) => !isFirst)]);
    }),
  );
});

test.each([
  { before: 0, asks: 4, served: 4 },
  { before: 7, asks: 4, served: 3 },
  { before: 10, asks: 4, served: 0 },
  { before: 25, asks: 4, served: 0 },
])(
  'a window for ten that $before asked before serves $served of $asks',
  ({ before, asks, served }) => {
    expect(servedCount(10, before, asks)).toBe(served);
  },
);

test('a window begins at its first millisecond and ends before that of the next', () => {
  const timings = { rateLimitWindowMs: 1_000 };
  expect([1_999, 2_000, 2_999, 3_000].map((atMs) => windowIndexAt(timings, atMs))).toEqual([
    1, 2, 2, 3,
  ]);
});
