import { type QueueName, queueLimits } from '#domain/limits.ts';
import { aShape, noonMs, someSettings } from '#testing/domain/builders.ts';
import { openRandom } from '#twin/engine/random.ts';
import { openMeters } from '#twin/meters/network-meters.ts';
import { EventSourceMapping } from './event-source-mapping.ts';

/** A mapping whose batches take so long, and what it made of its messages. */
function someMapping(queue: QueueName, durationMs: number, accountConcurrency?: number) {
  const settings = someSettings({ startsAtMs: noonMs });
  const chance = { random: () => 0.5, accountConcurrency };
  const meters = openMeters({ settings, shape: aShape(), ...chance });
  const batches: { afterMs: number; size: number }[] = [];
  const handle = (batch: readonly number[], nowMs: number) => {
    batches.push({ afterMs: nowMs - noonMs, size: batch.length });
    return nowMs + durationMs;
  };
  const options = { queue, meters, random: openRandom(1), startMs: noonMs, handle };
  const mapping = new EventSourceMapping(options);
  return {
    mapping,
    meters,
    batches,
    runUntil(untilMs: number) {
      while (mapping.nextMs <= untilMs) mapping.proceed(mapping.nextMs);
      mapping.settle(untilMs);
    },
  };
}

test('five idle pollers ask fifteen times in a minute', () => {
  const { runUntil, meters } = someMapping('login', 100);
  runUntil(noonMs + 60_000);
  expect(meters.snapshot()).toMatchObject({ 'sqs.emptyReceives': 15, 'sqs.requests': 15 });
});

test('five batches start at once, and one more each fifth of a second', () => {
  const { mapping, runUntil, batches } = someMapping('heal', 60_000);
  for (let message = 0; message < 20; message += 1) mapping.arrive(message, noonMs);
  runUntil(noonMs + 1_100);
  expect(batches.map(({ afterMs }) => afterMs)).toEqual([8, 8, 8, 8, 8, 208, 408, 608, 808, 1008]);
  // At most ten, whatever is left.
  runUntil(noonMs + 59_000);
  expect(batches).toHaveLength(10);
  expect(mapping.isQuiet).toBe(false);
  runUntil(noonMs + 200_000);
  expect(batches).toHaveLength(20);
  expect(mapping.isQuiet).toBe(true);
});

test('what the account has no room for comes back once each time its messages are visible', () => {
  const { mapping, runUntil, batches, meters } = someMapping('heal', 100, 0);
  const { visibilitySeconds } = queueLimits.heal;
  const throttles = () => meters.snapshot()['lambda.throttles'];
  mapping.arrive(1, noonMs);
  // At once and after 1, 3, 7, 15, 31 and 63 s; the next pause would outlast the visibility.
  runUntil(noonMs + visibilitySeconds * 1_000);
  expect(throttles()).toBe(7);
  expect(mapping.isQuiet).toBe(false);
  runUntil(noonMs + 2 * visibilitySeconds * 1_000);
  expect(throttles()).toBe(14);
  runUntil(noonMs + 3 * visibilitySeconds * 1_000);
  expect(throttles()).toBe(21);
  expect(batches).toEqual([]);
});

test('who waits for an invocation is visible, gathered, throttled or given up', () => {
  const waiting = ({ mapping }: ReturnType<typeof someMapping>) => {
    const found: number[] = [];
    mapping.eachWaiting((message) => found.push(message));
    return found.sort((one, other) => one - other);
  };
  const gathering = someMapping('login', 100);
  for (const message of [1, 2, 3]) gathering.mapping.arrive(message, noonMs);
  expect(waiting(gathering)).toEqual([1, 2, 3]);
  gathering.runUntil(noonMs + 20);
  expect([waiting(gathering), gathering.mapping.visibleCount]).toEqual([[1, 2, 3], 0]);
  gathering.runUntil(noonMs + 60_000);
  expect(waiting(gathering)).toEqual([]);
  const throttled = someMapping('heal', 100, 0);
  throttled.mapping.arrive(4, noonMs);
  const { visibilitySeconds } = queueLimits.heal;
  for (const seconds of [1, 10, visibilitySeconds - 1, 2 * visibilitySeconds]) {
    throttled.runUntil(noonMs + seconds * 1_000);
    expect([seconds, waiting(throttled)]).toEqual([seconds, [4]]);
  }
});

test('empty answers that are not billed yet are those that a settlement bills', () => {
  const { mapping, meters } = someMapping('login', 100);
  expect(mapping.unbilledWaits(noonMs + 60_000)).toBe(15);
  expect(meters.snapshot()).toMatchObject({ 'sqs.emptyReceives': 0 });
  mapping.settle(noonMs + 60_000);
  expect(mapping.unbilledWaits(noonMs + 60_000)).toBe(0);
  expect(meters.snapshot()).toMatchObject({ 'sqs.emptyReceives': 15 });
});
