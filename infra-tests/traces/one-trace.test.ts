// Storms on the whole local cloud, with faults: whatever follows from a message is in its trace.
import { resolve } from 'node:path';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { sqsClient } from '#adapters/clients.ts';
import { readTraceparent, stepAfter, traceparentOf } from '#adapters/queues/trace-context.ts';
import { type ControlEvent, nodeJoined } from '#domain/events.ts';
import { usualConfiguration } from '#domain/stack/stack-configuration.ts';
import { FAULTS_DEFAULT } from '#local-cloud/faults.ts';
import { functionCode } from '#runner/local/function-code.ts';
import { readStackTemplate } from '#runner/local/stack-template.ts';
import { drill } from '#scenarios/drill.ts';
import { wholeStorm } from '../deploy/whole-storm.ts';
import { type Invoked, overhear, sentBy, traceparentOfRecord } from './overhear.ts';

const runId = 'drill-legacy-2007';
const joinedIds = Array.from({ length: 40 }, (_, at) => `late-${at}`);
const clientTrace = (at: number) => `4bf92f3577b34da6a3ce929d0e0e47${at + 10}`;

/** A storm in which forty clients join from outside, each with a trace of its own. */
async function stormWith(tracing: 'context' | 'off'): Promise<Invoked[]> {
  const invoked: Invoked[] = [];
  const { cloud, operator, end } = await wholeStorm({
    scenario: drill,
    policy: 'legacy-2007',
    nodeCount: 120,
    template: readStackTemplate(resolve('cli'), { ...usualConfiguration, tracing }),
    code: overhear(functionCode, invoked),
    faults: { ...FAULTS_DEFAULT, duplicate: 0.05 },
    seed: 2007,
  });
  await cloud.runUntil({ untilMs: 10_000 });
  const place = { runId, cell: 'c0000' };
  const profile = { eligible: false, claimedSlots: 0, utcOffsetMinutes: 0 };
  for (const [at, nodeId] of joinedIds.entries()) {
    const event = nodeJoined(place, { nodeId, epoch: 1, ...profile, dueAtMs: cloud.nowMs() });
    const send = new SendMessageCommand({
      QueueUrl: cloud.outputs.MembershipQueueUrl,
      MessageBody: JSON.stringify(event),
      MessageAttributes: {
        traceparent: {
          DataType: 'String',
          StringValue: `00-${clientTrace(at)}-00f067aa0ba902b7-01`,
        },
      },
    });
    await cloud.settle(sqsClient(operator).send(send));
  }
  await end(180_000);
  return invoked;
}

const withContext = stormWith('context');

const ofConsumers = (invoked: readonly Invoked[]) =>
  invoked.filter((one) => one.records.length > 0);
const eventIn = (body: string) => JSON.parse(body) as ControlEvent & { nodeId?: string };

/** Parses; the fault `poison` breaks some bodies. */
function eventOf(body: string): ReturnType<typeof eventIn> | undefined {
  try {
    return eventIn(body);
  } catch {
    return undefined;
  }
}

test('what a message causes is in its trace, as a step after it, by valid ids', async () => {
  let followed = 0;
  for (const one of ofConsumers(await withContext)) {
    const causes = one.records.map(traceparentOfRecord).map(readTraceparent);
    const possible = new Set(
      one.records.flatMap(({ body }, at) => {
        const cause = causes[at];
        const id = eventOf(body)?.id;
        return cause && id ? [traceparentOf(stepAfter(cause, id))] : [];
      }),
    );
    const hasUntraced = causes.includes(undefined);
    for (const { traceparent } of sentBy(one)) {
      expect(readTraceparent(traceparent)).toBeDefined();
      if (hasUntraced) continue;
      expect(possible).toContain(traceparent);
      followed += 1;
    }
  }
  expect(followed).toBeGreaterThan(300);
});

test('only what the run was seeded with comes without a trace', async () => {
  const untraced = ofConsumers(await withContext)
    .flatMap(({ records }) => records)
    .filter((record) => traceparentOfRecord(record) === undefined);
  const types = new Set(untraced.map(({ body }) => eventOf(body)?.type ?? 'poisoned'));
  types.delete('poisoned');
  expect([...types]).toEqual(['LeaseRenewed']);
});

test('a message that is delivered again is in the same trace each time', async () => {
  const seen = new Map<string, Set<string | undefined>>();
  let deliveries = 0;
  for (const { records } of ofConsumers(await withContext))
    for (const record of records) {
      deliveries += 1;
      const traces = seen.get(record.messageId) ?? new Set();
      seen.set(record.messageId, traces.add(traceparentOfRecord(record)));
    }
  expect(deliveries).toBeGreaterThan(seen.size + 20);
  expect([...seen.values()].filter(({ size }) => size > 1)).toEqual([]);
});

test('a client is followed from its message to its retries and to its write', async () => {
  const invoked = await withContext;
  let placedCount = 0;
  let placedByRetryCount = 0;
  for (const [at, nodeId] of joinedIds.entries()) {
    const handling = ofConsumers(invoked).filter(({ records }) =>
      records.some((record) => traceparentOfRecord(record)?.includes(clientTrace(at))),
    );
    const ofClient = handling.flatMap(({ records }) =>
      records.filter(({ body }) => eventOf(body)?.nodeId === nodeId),
    );
    // Nothing of the client is in another trace.
    for (const record of ofClient) expect(traceparentOfRecord(record)).toContain(clientTrace(at));
    const [first] = ofClient.map(({ body }) => eventOf(body)?.type);
    expect(first).toBe('NodeJoined');
    const attempts = ofClient.map(({ body }) => {
      const event = eventOf(body);
      return event?.type === 'LoginRequested' ? event.attempt : 0;
    });
    const isRetried = Math.max(...attempts) >= 2;
    const writes = handling
      .filter(({ entry }) => entry === 'functions/login.ts')
      .flatMap(({ asked }) => asked.filter(({ operation }) => operation === 'TransactWriteItems'))
      .filter(({ input }) => JSON.stringify(input).includes(`NODE#${nodeId}"`));
    if (writes.length > 0) placedCount += 1;
    if (writes.length > 0 && isRetried) placedByRetryCount += 1;
  }
  expect(placedCount).toBeGreaterThan(joinedIds.length / 2);
  expect(placedByRetryCount).toBeGreaterThan(joinedIds.length / 4);
});

test('each wave is one trace in each cell, up to the heal steps that it calls', async () => {
  const invoked = await withContext;
  const traceOfWave = new Map<string, Set<string | undefined>>();
  for (const one of invoked.filter(({ entry }) => entry === 'functions/dispatch-cell.ts')) {
    const { cell, waveIndex } = one.input as { cell: string; waveIndex: number };
    const key = `${cell} ${waveIndex}`;
    const traces = traceOfWave.get(key) ?? new Set();
    // A task that is tried again sends what is missing, in the same trace.
    for (const { traceparent } of sentBy(one)) traces.add(readTraceparent(traceparent)?.traceId);
    traceOfWave.set(key, traces);
  }
  const traces = [...traceOfWave.values()].flatMap((ofWave) => [...ofWave]);
  expect(traces.length).toBe(traceOfWave.size);
  expect(new Set(traces).size).toBe(traces.length);
  expect(traces.length).toBeGreaterThanOrEqual(2);
  const healed = ofConsumers(invoked)
    .flatMap(({ records }) => records)
    .filter(({ body }) => eventOf(body)?.type === 'HealStepDue')
    .map((record) => readTraceparent(traceparentOfRecord(record))?.traceId);
  expect(healed.some((traceId) => traces.includes(traceId))).toBe(true);
});

test('the same seed gives the same ids, and a stack without traces the same storm', async () => {
  const linesOf = (invoked: readonly Invoked[], hasTraces: boolean) =>
    invoked.flatMap((one) =>
      sentBy(one).map(({ body, traceparent }) => `${hasTraces ? traceparent : ''} ${body}`),
    );
  const first = await withContext;
  expect(linesOf(await stormWith('context'), true)).toEqual(linesOf(first, true));
  const without = await stormWith('off');
  expect(without.flatMap(sentBy).some(({ traceparent }) => traceparent)).toBe(false);
  expect(linesOf(without, false)).toEqual(linesOf(first, false));
});
