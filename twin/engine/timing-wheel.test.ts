import fc from 'fast-check';
import { LATEST_MS, openWheel, type WheelOptions } from './timing-wheel.ts';

type Timer = readonly [atMs: number, id: number];

/** What each timer sets off: how long after it which others are due. */
type Reaction = (id: number, atMs: number) => readonly Timer[];

const none: Reaction = () => [];

function runOnWheel(options: WheelOptions, timers: readonly Timer[], react: Reaction, steps = [0]) {
  const wheel = openWheel(options);
  for (const [atMs, id] of timers) wheel.insert(atMs, id);
  const seen: Timer[] = [];
  for (const untilMs of [...steps, options.endMs ?? LATEST_MS]) {
    wheel.advance(untilMs, (id, atMs) => {
      seen.push([atMs, id]);
      for (const [laterMs, other] of react(id, atMs)) wheel.insert(laterMs, other);
    });
  }
  expect(wheel.pendingCount).toBe(0);
  return seen;
}

/** The same with a sorted list: rounds of what is due at the earliest time, by time and id. */
function runOnList(endMs: number, timers: readonly Timer[], react: Reaction) {
  const seen: Timer[] = [];
  let pending = timers.filter(([atMs]) => atMs < endMs);
  while (pending.length > 0) {
    const nowMs = Math.min(...pending.map(([atMs]) => atMs));
    const due = pending.filter(([atMs]) => atMs === nowMs);
    const set = due.flatMap(([atMs, id]) => react(id, atMs)).filter(([atMs]) => atMs < endMs);
    pending = [...pending.filter(([atMs]) => atMs !== nowMs), ...set];
    seen.push(...due.toSorted(([, a], [, b]) => a - b));
  }
  return seen;
}

/** Timers of one round in the order of ids, so that only rounds and times are compared. */
function withinRoundsById(seen: readonly Timer[], rounds: readonly Timer[]): Timer[] {
  const sorted: Timer[] = [];
  for (let start = 0; start < seen.length; ) {
    let end = start + 1;
    while (end < rounds.length && isSameRound(rounds, end)) end += 1;
    sorted.push(...seen.slice(start, end).toSorted(([, a], [, b]) => a - b));
    start = end;
  }
  return sorted;
}

const isSameRound = (rounds: readonly Timer[], index: number): boolean => {
  const [before, here] = [rounds[index - 1], rounds[index]];
  return before?.[0] === here?.[0] && (before?.[1] ?? 0) <= (here?.[1] ?? 0);
};

/** Ids above 15 set others off, now, soon or far away; ids shrink, so that it ends. */
const cascade: Reaction = (id, atMs) =>
  id < 16
    ? []
    : [
        [atMs, (id >> 2) - 3],
        [atMs + (id % 7), (id >> 2) - 2],
        [atMs + id * 4_099, (id >> 1) - 1],
      ];

const times = fc.oneof(
  fc.integer({ min: 0, max: 40 }),
  fc.integer({ min: 0, max: 300_000 }),
  fc.integer({ min: 0, max: 100_000_000 }),
);
const timerLists = fc.array(fc.tuple(times, fc.integer({ min: 0, max: 63 })), { maxLength: 25 });
const seeds = fc.option(fc.integer(), { nil: null });

test('timers run when a sorted list would run them, whatever the sizes of the slots', () => {
  const sizes = fc.record({
    endMs: fc.constantFrom(200_000, 101_000_000),
    nearBits: fc.constantFrom(12, 14, 17),
    capacity: fc.nat(100),
  });
  fc.assert(
    fc.property(timerLists, sizes, seeds, fc.array(times), (timers, size, tieSeed, steps) => {
      const expected = runOnList(size.endMs, timers, cascade);
      const untils = steps.toSorted((a, b) => a - b);
      const seen = runOnWheel({ ...size, tieSeed }, timers, cascade, untils);
      expect(withinRoundsById(seen, expected)).toEqual(expected);
    }),
  );
});

test('with a seed for ties the order is total, whatever the insertion order and slot size', () => {
  fc.assert(
    fc.property(timerLists, fc.integer(), (timers, tieSeed) => {
      const options = { capacity: 10, tieSeed, endMs: 101_000_000 };
      const once = runOnWheel({ ...options, nearBits: 17 }, timers, cascade);
      expect(runOnWheel({ ...options, nearBits: 12 }, timers.toReversed(), cascade)).toEqual(once);
    }),
  );
});

test('what is inserted at the same millisecond runs after all that were there', () => {
  const react: Reaction = (id, atMs) => (id < 10 ? [[atMs, id + 10]] : []);
  const seen = runOnWheel(
    { capacity: 4, tieSeed: 1 },
    [
      [7, 1],
      [7, 2],
      [7, 3],
    ],
    react,
  );
  expect(
    seen
      .slice(0, 3)
      .map(([, id]) => id)
      .toSorted(),
  ).toEqual([1, 2, 3]);
  expect(
    seen
      .slice(3)
      .map(([, id]) => id)
      .toSorted(),
  ).toEqual([11, 12, 13]);
});

test('the edges of a turn: its last millisecond, the first after it, and a wrapped slot', () => {
  for (const nowMs of [0, 110, 254, 255, 256]) {
    const wheel = openWheel({ capacity: 9, tieSeed: 5, nearBits: 8 });
    wheel.advance(nowMs, () => {});
    const timers = [0, 1, 10, 243, 253, 254, 255, 256, 257].map((aheadMs) => nowMs + aheadMs);
    for (const atMs of timers.toReversed()) wheel.insert(atMs, atMs);
    const seen: Timer[] = [];
    wheel.advance(LATEST_MS, (id, atMs) => seen.push([atMs, id]));
    expect(seen).toEqual(timers.map((atMs) => [atMs, atMs]));
  }
});

test('touching records ahead of time changes nothing', () => {
  const wheel = openWheel({ capacity: 9, tieSeed: 5, nearBits: 8 });
  const records = Int32Array.from({ length: 400 }, (_, index) => index);
  for (let id = 0; id < 100; id += 1) wheel.insert(id >> 4, id);
  wheel.warm(1_000, records, 2);
  const seen: number[] = [];
  wheel.advance(255, (id) => seen.push(id));
  expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, id) => id));
  expect(records).toEqual(Int32Array.from({ length: 400 }, (_, index) => index));
});

test('the latest time of all is reached', () => {
  const seen = runOnWheel({ capacity: 4, tieSeed: 1 }, [[LATEST_MS - 1, 5]], none);
  expect(seen).toEqual([[LATEST_MS - 1, 5]]);
});

test('advance stops at its limit, that millisecond included, and goes on from there', () => {
  const wheel = openWheel({ capacity: 4, tieSeed: null });
  const seen: number[] = [];
  for (const atMs of [99, 100, 101]) wheel.insert(atMs, atMs);
  wheel.advance(100, (id) => seen.push(id));
  expect([seen, wheel.nowMs, wheel.pendingCount]).toEqual([[99, 100], 100, 1]);
  wheel.insert(100, 7);
  wheel.advance(100, (id) => seen.push(id));
  wheel.advance(50, (id) => seen.push(id));
  expect([seen, wheel.nowMs]).toEqual([[99, 100, 7], 100]);
});

test('a time that is past, or is none, is refused', () => {
  const wheel = openWheel({ capacity: 4, tieSeed: null });
  wheel.advance(100, () => {});
  expect(() => wheel.insert(99, 5)).toThrow('timer 5 is due at 99 ms, and it is 100 ms');
  expect(() => wheel.insert(Number.NaN, 5)).toThrow(RangeError);
  expect(() => openWheel({ capacity: 4, tieSeed: null, nearBits: 3 })).toThrow(RangeError);
});

test('what would be due at the end or later is forgotten', () => {
  const options = { capacity: 4, tieSeed: null, endMs: 50_000, nearBits: 8 };
  expect(
    runOnWheel(
      options,
      [
        [49_999, 1],
        [50_000, 2],
        [LATEST_MS, 3],
      ],
      none,
    ),
  ).toEqual([[49_999, 1]]);
});

test('a wheel that was made too small grows, and loses nobody', () => {
  const timers = Array.from({ length: 5_000 }, (_, id): Timer => [(id * 7_919) % 100_000, id]);
  const seen = runOnWheel({ capacity: 0, tieSeed: 3, nearBits: 8, endMs: 200_000 }, timers, none);
  expect(seen.map(([, id]) => id).toSorted((a, b) => a - b)).toEqual(timers.map(([, id]) => id));
  const crowd = Array.from({ length: 5_000 }, (_, id): Timer => [9, id]);
  expect(runOnWheel({ capacity: 0, tieSeed: 3 }, crowd, none)).toHaveLength(5_000);
});

test('empty time costs next to nothing: 45 hours with 500 timers pass at once', () => {
  const wheel = openWheel({ capacity: 500, tieSeed: 1 });
  for (let id = 0; id < 500; id += 1) wheel.insert(id, id);
  let looks = 0;
  wheel.advance(45 * 3_600_000, (id, atMs) => {
    looks += 1;
    wheel.insert(atMs + 1_000_000 + id, id);
  });
  expect(looks).toBeGreaterThan(500 * 160);
  expect(wheel.pendingCount).toBe(500);
});
