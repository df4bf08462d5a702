import fc from 'fast-check';
import { LATEST_MS, openWheel } from '#twin/engine/timing-wheel.ts';
import { openDelayQueue } from './delay-queue.ts';

type Timer = readonly [atMs: number, id: number];

/** Runs a queue to each of some times, setting ids at the first ones; answers what came due. */
function runOnQueue(capacity: number, endMs: number, times: readonly Timer[], lives: number) {
  const queue = openDelayQueue({ delayMs: 100, capacity, endMs });
  const seen: Timer[] = [];
  let renewedCount = 0;
  const renews = (id: number, atMs: number) => {
    seen.push([atMs, id]);
    return (id + atMs) % lives !== 0;
  };
  for (const [nowMs, id] of times) {
    renewedCount += queue.run(nowMs, renews);
    queue.set(nowMs, id);
  }
  renewedCount += queue.run(LATEST_MS, renews);
  expect(queue.pendingCount).toBe(0);
  return { seen, renewedCount };
}

/** The same on the wheel, which knows nothing of delays; in the order in which timers were set. */
function runOnWheel(endMs: number, times: readonly Timer[], lives: number) {
  const wheel = openWheel({ capacity: 10, tieSeed: null, endMs });
  const ids: number[] = [];
  const seen: Timer[] = [];
  let renewedCount = 0;
  const set = (nowMs: number, id: number) => wheel.insert(nowMs + 100, ids.push(id) - 1);
  const runUntil = (untilMs: number) => {
    for (let atMs = wheel.next(untilMs); atMs >= 0; atMs = wheel.next(untilMs)) {
      const due = [...wheel.batch.subarray(0, wheel.take())].sort((a, b) => a - b);
      for (const id of due.map((place) => ids[place] ?? Number.NaN)) {
        seen.push([atMs, id]);
        if ((id + atMs) % lives === 0) continue;
        renewedCount += 1;
        set(atMs, id);
      }
    }
  };
  for (const [nowMs, id] of times) {
    runUntil(nowMs);
    set(nowMs, id);
  }
  runUntil(LATEST_MS);
  return { seen, renewedCount };
}

test('timers come due when they do on the wheel, in the order in which they were set', () => {
  const someTimes = fc
    .array(fc.tuple(fc.nat(900), fc.nat(50)), { maxLength: 40 })
    .map((times) => times.toSorted(([a], [b]) => a - b));
  const lives = fc.integer({ min: 2, max: 5 });
  fc.assert(
    fc.property(someTimes, fc.nat(20), fc.integer({ min: 1, max: 2_000 }), lives, (...asked) => {
      const [times, capacity, endMs, life] = asked;
      expect(runOnQueue(capacity, endMs, times, life)).toEqual(runOnWheel(endMs, times, life));
    }),
  );
});

test('a queue that was made too small grows, also when its ring is wrapped', () => {
  const queue = openDelayQueue({ delayMs: 10, capacity: 3 });
  for (const id of [1, 2, 3]) queue.set(0, id);
  expect(queue.run(10, (id) => id > 2)).toBe(1);
  for (const id of [4, 5, 6, 7]) queue.set(10, id);
  expect(queue.pendingCount).toBe(5);
  const seen: Timer[] = [];
  queue.run(20, (id, atMs) => seen.push([atMs, id]) === 0);
  expect(seen).toEqual([3, 4, 5, 6, 7].map((id) => [20, id]));
});

test('nothing runs before its time, and the limit is included', () => {
  const queue = openDelayQueue({ delayMs: 10, capacity: 3 });
  queue.set(5, 1);
  expect([queue.run(14, () => true), queue.pendingCount]).toEqual([0, 1]);
  expect([queue.run(15, () => true), queue.pendingCount]).toEqual([1, 1]);
});

test('what is out of order or out of range is refused', () => {
  const queue = openDelayQueue({ delayMs: 10, capacity: 3 });
  queue.set(5, 1);
  expect(() => queue.set(4, 2)).toThrow(
    'timer 2 would be due at 14 ms, and one before it at 15 ms',
  );
  expect(() => queue.set(Number.NaN, 2)).toThrow(RangeError);
  queue.run(15, () => true);
  expect(() => queue.set(14, 2)).toThrow(RangeError);
  expect(() => openDelayQueue({ delayMs: 0, capacity: 3 })).toThrow(RangeError);
  expect(() => openDelayQueue({ delayMs: 5, capacity: 3, endMs: 2 ** 31 })).toThrow(RangeError);
});

test('timers behind the latest time are forgotten, not early', () => {
  const queue = openDelayQueue({ delayMs: 1_000, capacity: 3 });
  queue.set(LATEST_MS - 1_001, 1);
  queue.set(LATEST_MS - 1_000, 2);
  const seen: Timer[] = [];
  queue.run(LATEST_MS, (id, atMs) => seen.push([atMs, id]) > 0);
  expect(seen).toEqual([[LATEST_MS - 1, 1]]);
});
