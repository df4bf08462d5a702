import { august2007 } from '#scenarios/august-2007.ts';
import { drill } from '#scenarios/drill.ts';
import { sampleIntervals } from './sample-intervals.ts';

const minuteMs = 60_000;

test('days are sampled every five minutes, and every minute while they heal', () => {
  expect(sampleIntervals({ ...august2007, shiftMs: 0 })).toEqual({
    coarseMs: 5 * minuteMs,
    fineMs: minuteMs,
    betweenMs: 1_000,
  });
});

test('a storm of minutes is sampled often enough to see its waves', () => {
  const { coarseMs, fineMs } = sampleIntervals({ ...drill, shiftMs: 0 });
  expect(fineMs).toBe(2_000);
  expect(coarseMs).toBe(2_000);
});

test('no interval is shorter than a second', () => {
  const target = { onlineShare: 1, healWithinMs: 1 };
  const { fineMs, betweenMs } = sampleIntervals({ ...drill, target, shiftMs: 0 });
  expect([fineMs, betweenMs]).toEqual([1_000, 1_000]);
});
