import fc from 'fast-check';
import {
  aSupernode,
  hourMs,
  minuteMs,
  noonMs,
  someSettings,
  someTimings,
} from '#testing/domain/builders.ts';
import { isRenewalOverdue, nextRenewalAtMs } from './renewal-time.ts';

const settings = someSettings({ timings: someTimings({ renewEveryMs: 900_000 }) });

const next = (cell: string, nodeId: string, afterMs: number) =>
  nextRenewalAtMs(cell, nodeId, settings, afterMs);

test('the first renewal comes within half an interval to one and a half', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.nat({ max: 10 ** 9 }), (cell, nodeId, laterMs) => {
      const afterMs = noonMs + laterMs;
      const waitMs = next(cell, nodeId, afterMs) - afterMs;
      expect(waitMs).toBeGreaterThan(450_000);
      expect(waitMs).toBeLessThanOrEqual(1_350_000);
    }),
  );
});

test('after the first renewal each comes one interval after the last', () => {
  const first = next('c0000', 'n1', noonMs);
  expect(next('c0000', 'n1', first)).toBe(first + 900_000);
});

test('the supernodes of a cell renew at four moments of the interval, cells at their own', () => {
  const names = Array.from({ length: 200 }, (_, index) => `n${index}`);
  const momentsOf = (cell: string) =>
    new Set(names.map((nodeId) => next(cell, nodeId, noonMs) % 900_000));
  expect(momentsOf('c0000').size).toBe(4);
  const both = new Set([...momentsOf('c0000'), ...momentsOf('c0001')]);
  expect(both.size).toBe(8);
});

test.each([false, true])(
  'a renewal is overdue after two intervals, operator-run: %p',
  (operatorRun) => {
    const timings = someTimings({ leaseMs: hourMs, renewEveryMs: 15 * minuteMs });
    const reported = aSupernode({ operatorRun, leaseUntilMs: noonMs + hourMs });
    const isOverdueAfter = (ms: number) => isRenewalOverdue(reported, { timings }, noonMs + ms);
    expect(isOverdueAfter(30 * minuteMs)).toBe(false);
    expect(isOverdueAfter(30 * minuteMs + 1)).toBe(true);
    // From then on it is lost, which is not for a renewal to mend.
    expect(isOverdueAfter(hourMs)).toBe(false);
  },
);
