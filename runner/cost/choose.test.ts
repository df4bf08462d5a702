import fc from 'fast-check';
import { bestBy, type Candidate, paretoFront } from './choose.ts';

const candidate = fc.record({
  costUsd: fc.double({ min: 0.01, max: 1e3, noNaN: true }),
  healMs: fc.oneof(fc.integer({ min: 0, max: 1e8 }), fc.constant(Number.POSITIVE_INFINITY)),
});

test('nothing beats the front, and everything else is beaten by it', () => {
  fc.assert(
    fc.property(fc.array(candidate, { minLength: 1, maxLength: 20 }), (all: Candidate[]) => {
      const front = paretoFront(all);
      expect(front.length).toBeGreaterThan(0);
      for (const one of all) {
        const isAsGood = front.some((f) => f.costUsd <= one.costUsd && f.healMs <= one.healMs);
        expect(isAsGood).toBe(true);
      }
      expect(front).toContain(bestBy('cheapest', all));
      for (let at = 1; at < front.length; at += 1)
        expect(front[at]?.costUsd).toBeGreaterThanOrEqual(front[at - 1]?.costUsd ?? 0);
    }),
  );
});

const [cheap, middle, fast] = [
  { costUsd: 1, healMs: 40 * 60_000 },
  { costUsd: 2, healMs: 10 * 60_000 },
  { costUsd: 50, healMs: 5 * 60_000 },
];
const all = [fast, middle, cheap].filter((one) => one !== undefined);

test.each([
  ['cheapest', cheap],
  ['fastest', fast],
  ['balanced', middle],
] as const)('the %s is found', (strategy, expected) => {
  expect(bestBy(strategy, all)).toBe(expected);
  expect(bestBy(strategy, [])).toBeUndefined();
});

test('equally fast ways are told apart by their cost', () => {
  const dearer = { costUsd: 60, healMs: 5 * 60_000 };
  expect(bestBy('fastest', [dearer, ...all])).toBe(fast);
});
