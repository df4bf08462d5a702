// How pollers gather messages: which messages a batch has, when it is sent, and what polling costs.

import type { SQSEvent } from 'aws-lambda';
import { lambdaBench } from '#testing/local-cloud/lambda-bench.ts';

const window = (seconds: number, BatchSize = 100) => ({
  BatchSize,
  MaximumBatchingWindowInSeconds: seconds,
});

/** A function that records its batches, each with its size and the second in which it began. */
function notingBench(seed = 1) {
  const batches: string[] = [];
  const bench = lambdaBench(
    (environment) => async (event) => {
      const second = Math.floor((environment.nowMs() - 1e6) / 1000);
      batches.push(`${(event as SQSEvent).Records.length} at ${second} s`);
    },
    { seed },
  );
  return { ...bench, batches };
}

test('messages that trickle in meet five pollers, each with a window of its own', async () => {
  const { map, pass, batches } = notingBench();
  const { put } = map({ VisibilityTimeout: 300 }, window(120));
  for (let sent = 0; sent < 30; sent += 1) {
    put(`m${sent}`);
    await pass(200);
  }
  await pass(130_000);
  const sizes = batches.map((one) => Number.parseInt(one, 10));
  expect(sizes).toHaveLength(5);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(30);
});

test('a batch goes when it is full, or when the window of its first message ends', async () => {
  const { map, pass, batches } = notingBench();
  const { put } = map({}, window(5, 3));
  for (const body of ['a', 'b', 'c']) put(body);
  await pass(1_000);
  put('d');
  await pass(2_000);
  put('e');
  await pass(30_000);
  expect(batches[0]).toBe('3 at 0 s');
  // By this seed two of the five pollers get one message each. One poller alone would get both by 6
  // s.
  expect(batches.slice(1)).toEqual(['1 at 6 s', '1 at 8 s']);
});

test('the same seed draws the same pollers', async () => {
  const runs = await Promise.all(
    [7, 7, 8].map(async (seed) => {
      const { map, pass, batches } = notingBench(seed);
      const { put } = map({}, window(5));
      for (let sent = 0; sent < 40; sent += 1) {
        put(`m${sent}`);
        await pass(100);
      }
      await pass(10_000);
      return batches;
    }),
  );
  expect(runs[1]).toEqual(runs[0]);
  expect(runs[2]).not.toEqual(runs[0]);
});

test('what pollers gather is in flight, received once, and not visible', async () => {
  const { map, pass, batches, sqs } = notingBench();
  const { put, queue } = map({ VisibilityTimeout: 120 }, window(60));
  for (const body of ['a', 'b', 'c']) put(body);
  await pass(5_000);
  expect(queue.counts()).toEqual({ visible: 0, delayed: 0, inFlight: 3 });
  expect(sqs.call('ReceiveMessage', { QueueUrl: queue.url })).toEqual({});
  expect(batches).toEqual([]);
});

test('a message whose visibility runs out while it is gathered comes back', async () => {
  const counts: string[] = [];
  const { map, pass } = lambdaBench(() => async (event) => {
    for (const { attributes } of (event as SQSEvent).Records)
      counts.push(attributes.ApproximateReceiveCount);
  });
  const { put } = map({ VisibilityTimeout: 30 }, window(50));
  put('slow');
  await pass(200_000);
  expect(counts.length).toBeGreaterThan(1);
  expect(counts).toContain('2');
});

test('a batch has at most 6 MB as invoked, and the rest waits with its poller', async () => {
  const sizes: number[] = [];
  let largestBytes = 0;
  const bench = lambdaBench(() => async (event) => {
    sizes.push((event as SQSEvent).Records.length);
    largestBytes = Math.max(largestBytes, Buffer.byteLength(JSON.stringify(event)));
  });
  const { put, queue } = bench.map({}, { BatchSize: 10 });
  for (let sent = 0; sent < 10; sent += 1) put('x'.repeat(1_000_000));
  await bench.pass(1_000);
  expect(sizes).toEqual([6, 4]);
  expect(largestBytes).toBeLessThanOrEqual(6 * 1024 * 1024);
  expect(queue.bodies()).toEqual([]);
  // Quotation marks are twice as long in JSON.
  for (let sent = 0; sent < 10; sent += 1) put('"'.repeat(1_000_000));
  await bench.pass(1_000);
  expect(sizes.slice(2)).toEqual([3, 3, 3, 1]);
  expect(queue.bodies()).toEqual([]);
  expect(bench.meters.snapshot()['sqs.redriven']).toBeUndefined();
});

test('without a window a batch is what one receive brings', async () => {
  const { map, pass, batches } = notingBench();
  const { put } = map({}, { BatchSize: 10 });
  for (let sent = 0; sent < 25; sent += 1) put(`m${sent}`);
  await pass(1_000);
  // In the order in which their environments have started.
  expect(batches.toSorted()).toEqual(['10 at 0 s', '10 at 0 s', '5 at 0 s']);
});

test('a window that ends cuts a receive short, which has found nothing and is billed', async () => {
  const { map, pass, meters } = notingBench();
  const { put } = map({}, { ...window(5), ScalingConfig: { MaximumConcurrency: 2 } });
  put('a');
  await pass(10_000);
  expect(meters.snapshot()).toMatchObject({ 'sqs.ReceiveMessage': 2, 'sqs.emptyReceives': 1 });
});

describe('an idle mapping causes no event, and costs empty receives in each hour:', () => {
  test.each([
    // Five pollers of 20 s: 15 a minute, as was measured on AWS.
    [900, { ScalingConfig: { MaximumConcurrency: 20 } }],
    [360, { ScalingConfig: { MaximumConcurrency: 2 } }],
    // After a minute without messages three of the five pollers stop.
    [369, {}],
    [0, { Enabled: false }],
  ])('%i with %j', async (count, properties) => {
    const { map, pass, meters, clock } = notingBench();
    const { mapping } = map({}, properties);
    for (const _half of [1, 2]) {
      await pass(1_800_000);
      mapping.settleMeters();
    }
    expect(clock.processedActions).toBe(0);
    expect(meters.snapshot()['sqs.emptyReceives'] ?? 0).toBe(count);
    expect(meters.snapshot()['sqs.requests'] ?? 0).toBe(count);
  });
});

test('who stopped asking asks again once something comes', async () => {
  const { map, pass, meters } = notingBench();
  const { mapping, put } = map();
  await pass(3_600_000);
  put('a');
  await pass(60_000);
  mapping.settleMeters();
  // 369 of the hour, and 15 of the minute after it, without the receive that was answered.
  const { 'sqs.emptyReceives': emptyReceives = 0 } = meters.snapshot();
  expect(emptyReceives).toBeGreaterThanOrEqual(369 + 10);
  expect(emptyReceives).toBeLessThanOrEqual(369 + 15);
});

test('pollers that a backlog brought go when it is over', async () => {
  const { map, pass, meters, clock } = lambdaBench((environment) => async () => {
    await environment.sleep(2_000);
  });
  const properties = { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 50 } };
  const { put, mapping } = map({}, properties);
  for (let sent = 0; sent < 100; sent += 1) put(`m${sent}`);
  await pass(120_000);
  mapping.settleMeters();
  const { 'sqs.emptyReceives': before = 0 } = meters.snapshot();
  const { processedActions } = clock;
  await pass(3_600_000);
  mapping.settleMeters();
  expect(meters.snapshot()['sqs.emptyReceives']).toBe(before + 900);
  expect(clock.processedActions).toBe(processedActions);
});
