// What the twin's meters take for granted, against what it was taken from: item sizes, latencies.
import { resolve } from 'node:path';
import { answerDuplicateCheck, claimLoginService } from '#adapters/network/login-writer.ts';
import { renewLease } from '#adapters/network/membership-writer.ts';
import { commitPlacements } from '#adapters/network/placement-writer.ts';
import { openTable } from '#adapters/network/table.ts';
import type { NodeRecord, SupernodeRecord } from '#domain/network.ts';
import { usualConfiguration } from '#domain/stack/stack-configuration.ts';
import { defineTable } from '#local-cloud/dynamodb/tables/table-definition.ts';
import type { Item } from '#local-cloud/dynamodb/values/attribute-value.ts';
import { itemSizeBytes } from '#local-cloud/dynamodb/values/item-size.ts';
import { POLL_MS, THROTTLED_PAUSE_MS } from '#local-cloud/lambda/event-source-mapping.ts';
import { IDLE_LIFE_MS } from '#local-cloud/lambda/function-pool.ts';
import { DISPATCH_MS, HANDLER_CPU_MS, INIT_MS } from '#local-cloud/lambda/lambda.ts';
import { LONG_POLL_MS, POLLER_STEP_MS, POLLERS_START } from '#local-cloud/lambda/poller-fleet.ts';
import { latencyOf } from '#local-cloud/latency.ts';
import * as branch from '#local-cloud/step-functions/branch.ts';
import { platformBytes } from '#local-cloud/telemetry/platform-lines.ts';
import { readTemplate } from '#local-cloud/template/read-template.ts';
import { chargesOver } from '#local-cloud/template/standing-charges.ts';
import { outsideRuntime } from '#runner/local/outside-the-cloud.ts';
import { readStackTemplate } from '#runner/local/stack-template.ts';
import { aLogin, aProof, hourMs, noonMs } from '#testing/domain/builders.ts';
import { idleLifeMs } from '#twin/meters/environments.ts';
import * as latency from '#twin/meters/latency.ts';
import { openLineBytes } from '#twin/meters/log-lines.ts';
import { standingParts } from '#twin/meters/standing-parts.ts';
import { pollMs, throttledPauseMs } from '#twin/network/queues/event-source-mapping.ts';
import { longPollMs, pollerStepMs, pollersStart } from '#twin/network/queues/poller-fleet.ts';
import { transitionLatencyMs } from '#twin/network/storm/storm-machine.ts';
import { type MetersBench, nodeCounts, openBench } from './twin-meters-bench.ts';

const { callMedianMs, roundTripMs, wayThereMs, wholeTripMs } = latency;

// Neither folder may import the other: what both must say the same is held together here.
test.each<[string, unknown, unknown]>([
  ['from the invoke call to the handler', latency.dispatchMs, DISPATCH_MS],
  ['what a handler computes', latency.handlerCpuMs, HANDLER_CPU_MS],
  ['a cold start', latency.initMs, INIT_MS],
  ["an idle environment's life", idleLifeMs, IDLE_LIFE_MS],
  ['a poll of a mapping', pollMs, POLL_MS],
  ['the pause after a throttled invocation', throttledPauseMs, THROTTLED_PAUSE_MS],
  ['pollers at first', pollersStart, POLLERS_START],
  ['from one poller to the next', pollerStepMs, POLLER_STEP_MS],
  ['a long poll', longPollMs, LONG_POLL_MS],
  ['from one state to the next', transitionLatencyMs, branch.transitionLatencyMs],
])('%s is the same on the twin as in the local cloud', (_what, onTwin, onCloud) => {
  expect(onTwin).toEqual(onCloud);
});

test.each([
  ['DynamoDB_20120810.BatchGetItem', callMedianMs.batchGet],
  ['DynamoDB_20120810.Query', callMedianMs.query],
  ['DynamoDB_20120810.UpdateItem', callMedianMs.update],
  ['DynamoDB_20120810.DeleteItem', callMedianMs.delete],
  ['DynamoDB_20120810.TransactWriteItems', callMedianMs.transact],
  ['AmazonSQS.SendMessageBatch', callMedianMs.sendBatch],
  ['secretsmanager.GetSecretValue', callMedianMs.getSecret],
])('%s takes as long as in the local cloud, whatever chance says', (action, medianMs) => {
  for (let chance = 0; chance < 1; chance += 1 / 256) {
    const { toServiceMs, backMs } = latencyOf(action, () => chance);
    const tripMs = roundTripMs(medianMs, chance);
    expect([wayThereMs(tripMs), wholeTripMs(tripMs)]).toEqual([toServiceMs, toServiceMs + backMs]);
  }
});

test.each([
  [0, 1, false],
  [0, 1_250, true],
  [256, 1_900, false],
])('a start of %s ms in %s billed ms is told in as many bytes as by the local cloud', (...of) => {
  const [initMs, billedMs, isSampled] = of;
  const durationMs = billedMs - initMs;
  const { memoryMb } = usualConfiguration;
  const local = platformBytes({ initMs, billedMs, durationMs, memoryMb, isSampled });
  // A function of the storm counts nothing.
  const lineBytes = openLineBytes(usualConfiguration);
  expect(lineBytes('plan-storm', 0, billedMs, initMs, isSampled)).toBe(local);
});

test('what is billed by the hour is what the template has', () => {
  const template = readStackTemplate(resolve('cli'));
  const here = { accountId: '000000000000', region: 'us-east-1', stackName: 'local' };
  const { tables, standingCharges } = readTemplate(template, here);
  expect(chargesOver(standingCharges, hourMs)).toEqual(standingParts);
  // The twin counts no recovery.
  const isKept = ({ properties }: (typeof tables)[number]) =>
    defineTable(properties, 'network').isRecoverable;
  expect(tables.map(isKept)).toEqual([false]);
});

test('items of a quiet day have the sizes that the twin reckons with', async () => {
  const bench = await openBench({ queue: null, cellCount: 3 });
  const { bytes } = bench.meters;
  for (const { cell, nodes, supernodes } of bench.cells) {
    const pk = `CELL#${bench.settings.runId}#${cell.cell}`;
    expect(bytes.ofNodes(nodeCounts(nodes))).toBe(stored(bench, pk, 'NODE#'));
    // `used` of 24 clients or none takes a byte less than that of a hundred, a lease of a full
    // minute up to three less.
    const registrations = bytes.ofRegistrations(supernodes.length, 0);
    expect(Math.abs(registrations - stored(bench, pk, 'SUPERNODE#'))).toBeLessThan(
      registrations / 100,
    );
  }
  const run = `RUN#${bench.settings.runId}`;
  expect([bytes.run, bytes.storm]).toEqual([
    stored(bench, run, 'RUN'),
    stored(bench, run, 'STORM'),
  ]);
});

test('items that were written to have the sizes that the twin reckons with', async () => {
  const bench = await openBench({ queue: null, cellCount: 2 });
  const [population] = bench.cells;
  const [registration] = population?.supernodes ?? [];
  const client = population?.nodes.find(({ role, eligible }) => role === 'client' && eligible);
  if (!population || !registration || !client) throw new Error('expected a cell with a client');
  const { bytes } = bench.meters;
  const pk = `CELL#${bench.settings.runId}#${population.cell.cell}`;
  const before = {
    nodes: stored(bench, pk, 'NODE#'),
    registrations: stored(bench, pk, 'SUPERNODE#'),
  };
  await write(bench, population.cell.cell, client, registration);
  const counts = nodeCounts(population.nodes);
  const one = { ...counts, seenCount: counts.seenCount + 1, rolledCount: 1 };
  expect(stored(bench, pk, 'NODE#') - before.nodes).toBe(
    bytes.ofNodes(one) - bytes.ofNodes(counts),
  );
  expect(stored(bench, pk, 'SUPERNODE#') - before.registrations).toBe(
    bytes.ofRegistrations(1, 1) - bytes.ofRegistrations(1, 0),
  );
  expect(stored(bench, pk, 'WINDOW#')).toBe(bytes.ofWindows(1));
});

/**
 * Places a client where it is, has it answer a duplicate check, renews a registration, opens a
 * window.
 */
async function write(
  bench: MetersBench,
  cell: string,
  client: NodeRecord,
  registration: SupernodeRecord,
): Promise<void> {
  const { cloud, settings } = bench;
  const place = { runId: settings.runId, cell };
  const table = openTable(outsideRuntime(cloud));
  const nonce = noonMs + 12_345;
  const supernode = { ...registration, nodeId: client.home?.supernode ?? '' };
  const nowMs = cloud.nowMs();
  await cloud.settle(commitPlacements(table, place, [{ node: client, nonce }], supernode, nowMs));
  const { nodeId } = client;
  const proof = aProof({ nonce: nonce + 1 });
  const login = { ...aLogin({ nodeId, attempt: 16, proof }), ...place };
  const messageId = '0'.repeat(36);
  const home = { supernode: supernode.nodeId, epoch: supernode.epoch };
  await cloud.settle(answerDuplicateCheck(table, place, login, { home }, messageId));
  const renewal = { nodeId: registration.nodeId, epoch: 1, messageId, nowMs };
  const untilMs = registration.leaseUntilMs + hourMs + 12_345;
  await cloud.settle(renewLease(table, place, { ...renewal, untilMs }));
  const { rateLimitWindowMs } = settings.timings;
  const index = Math.floor(nowMs / rateLimitWindowMs);
  const window = { index, lengthMs: rateLimitWindowMs, capacity: 100 };
  await cloud.settle(claimLoginService(table, place, window, 50));
}

/** Bytes of a partition's items whose sort key begins so. */
function stored({ cloud }: MetersBench, pk: string, prefix: string): number {
  const items = cloud.scan(cloud.outputs.TableName ?? '', prefix) as Item[];
  const ofPartition = items.filter((item) => JSON.stringify(item.pk) === JSON.stringify({ S: pk }));
  return ofPartition.reduce((sum, item) => sum + itemSizeBytes(item), 0);
}
