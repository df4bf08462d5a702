// The twin's event source mapping beside the local cloud's, through the same random arrivals.

import { type QueueName, queueLimits } from '#domain/limits.ts';
import { EventSourceMapping as CloudMapping } from '#local-cloud/lambda/event-source-mapping.ts';
import { type SeededRandom, seededRandom } from '#local-cloud/seeded-random.ts';
import { aShape, someSettings } from '#testing/domain/builders.ts';
import { sqsBench } from '#testing/local-cloud/sqs-bench.ts';
import { openMeters } from '#twin/meters/network-meters.ts';
import { EventSourceMapping } from '#twin/network/queues/event-source-mapping.ts';

/** When a batch began, and of how many messages. */
interface Batch {
  readonly atMs: number;
  readonly size: number;
}

/** What a mapping made of the arrivals. */
interface Outcome {
  readonly batches: readonly Batch[];
  readonly receives: number;
  readonly emptyReceives: number;
}

/** What both sides are given. */
interface Given {
  readonly queueName: QueueName;
  readonly arrivals: readonly number[];
  readonly durationMs: (batch: number) => number;
  /** Which poller is answered: a stream of the same draws for either side. */
  readonly pollers: () => SeededRandom;
  readonly untilMs: number;
}

/** Where the bench's clock stands at first. */
const startMs = 1_000_000;

/** Quiet minutes, steady streams and floods, in whole milliseconds; many come at once. */
function drawArrivals(random: SeededRandom): number[] {
  const arrivals: number[] = [];
  let nowMs = startMs;
  for (let stretch = 0; stretch < 40; stretch += 1) {
    const pauseMsMax = [2, 30, 400, 5_000, 100_000][Math.floor(random() * 5)] ?? 0;
    const count = Math.floor(random() * (pauseMsMax > 1_000 ? 10 : 200));
    for (let at = 0; at < count; at += 1) {
      nowMs += Math.floor(random() * pauseMsMax);
      const together = random() < 0.05 ? Math.floor(random() * 60) : 1;
      for (let one = 0; one < together; one += 1) arrivals.push(nowMs);
    }
  }
  return arrivals;
}

/** How long the batches take, one after the other; no two end at once. */
function drawDurations(random: SeededRandom, longestMs: number): (batch: number) => number {
  const drawn: number[] = [];
  return (batch) => {
    while (drawn.length <= batch)
      drawn.push(10 + Math.floor(random() * longestMs) + (drawn.length + 1) / 100_000);
    return drawn[batch] ?? 0;
  };
}

async function onCloud({
  queueName,
  arrivals,
  durationMs,
  pollers,
  untilMs,
}: Given): Promise<Outcome> {
  const { batchSize, batchWindowSeconds, concurrencyMax } = queueLimits[queueName];
  const { clock, sqs, faults, queue, meters } = sqsBench();
  const jobs = queue('jobs', { VisibilityTimeout: 43_200 });
  const batches: Batch[] = [];
  const mapping = new CloudMapping({
    settings: {
      queueArn: jobs.arn,
      functionName: 'worker',
      isEnabled: true,
      batchSize,
      windowMs: batchWindowSeconds * 1000,
      reportsItemFailures: true,
      concurrencyMax,
      isBounded: true,
    },
    queue: jobs,
    directory: sqs.queues,
    clock,
    faults,
    region: 'us-east-1',
    random: pollers(),
    invoke: async (_name, event) => {
      const { length } = (event as { Records: unknown[] }).Records;
      const number = batches.push({ atMs: clock.nowMs(), size: length }) - 1;
      await clock.sleep(durationMs(number));
      return { kind: 'succeeded', payload: undefined };
    },
  });
  for (const atMs of arrivals)
    clock.at(atMs, () => sqs.call('SendMessage', { QueueUrl: jobs.url, MessageBody: 'x' }));
  await clock.run({ untilMs });
  mapping.settleMeters();
  return outcomeOf(batches, meters.snapshot());
}

function outcomeOf(batches: readonly Batch[], meters: Record<string, number>): Outcome {
  const { 'sqs.ReceiveMessage': receives = 0, 'sqs.emptyReceives': emptyReceives = 0 } = meters;
  return { batches, receives, emptyReceives };
}

function onTwin({ queueName, arrivals, durationMs, pollers, untilMs }: Given): Outcome {
  const settings = someSettings({ startsAtMs: startMs });
  const random = () => 0.5;
  const meters = openMeters({ settings, shape: aShape(), random });
  const batches: Batch[] = [];
  const handle = (batch: readonly number[], nowMs: number) => {
    const number = batches.push({ atMs: nowMs, size: batch.length }) - 1;
    return nowMs + durationMs(number);
  };
  const options = { queue: queueName, meters, random: pollers(), startMs, handle };
  const mapping = new EventSourceMapping(options);
  for (let next = 0; next < arrivals.length || !mapping.isQuiet; ) {
    const arrivalMs = arrivals[next] ?? Number.POSITIVE_INFINITY;
    if (arrivalMs <= mapping.nextMs) {
      mapping.arrive(next, arrivalMs);
      next += 1;
    } else mapping.proceed(mapping.nextMs);
  }
  mapping.settle(untilMs);
  return outcomeOf(batches, meters.snapshot());
}

const cases = (['membership', 'login', 'heal'] as const).flatMap((queueName) =>
  [1, 2, 3, 4].map((seed) => ({ queueName, seed })),
);

test.each(cases)(
  'the $queueName queue: the same batches at the same times, seed $seed',
  async (one) => {
    const { queueName, seed } = one;
    const random = seededRandom(seed);
    const arrivals = drawArrivals(random.fork('arrivals'));
    // Some invocations so long that the pollers run out of room, and grow.
    const longestMs = [200, 2_000, 20_000, 60_000][seed - 1] ?? 200;
    const given = {
      queueName,
      arrivals,
      durationMs: drawDurations(random.fork('durations'), longestMs),
      pollers: () => random.fork('pollers'),
      untilMs: startMs + 36 * 3_600_000,
    };
    const cloud = await onCloud(given);
    const { batches, ...receives } = onTwin(given);
    const { batches: expected, ...expectedReceives } = cloud;
    const at = expected.findIndex(
      ({ atMs, size }, index) => batches[index]?.atMs !== atMs || batches[index]?.size !== size,
    );
    // The first that differs, and those before it: what follows differs for no reason of its own.
    expect(batches.slice(Math.max(0, at - 3), at + 1)).toEqual(
      expected.slice(Math.max(0, at - 3), at + 1),
    );
    expect(batches.length).toBe(expected.length);
    expect(expected.reduce((sum, { size }) => sum + size, 0)).toBe(arrivals.length);
    expect(receives).toEqual(expectedReceives);
  },
);
