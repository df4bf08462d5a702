import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { sqsClient } from '#adapters/clients.ts';
import { FAULTS_NONE } from '#local-cloud/faults.ts';
import { type LocalCloud, startLocalCloud } from '#local-cloud/local-cloud.ts';
import { inProcessConnection } from '#runner/local/in-process-connection.ts';
import type { Measurement } from './measurement.ts';
import { placementCode, placementTemplate } from './placement-stack.ts';

/** Virtual time that is far more than enough, so that a fault ends the bench and not a time-out. */
const virtualMsMax = 86_400_000;

const startMs = Date.UTC(2007, 7, 16);

/**
 * Sends messages to the queue and lets the local cloud handle them all, from the first send to the
 * last delete.
 * @throws Error when a node was not placed exactly once, since then the figure would be for other
 * work
 */
export async function measurePlacements(messageCount: number): Promise<Measurement> {
  const cloud = startLocalCloud({
    template: placementTemplate,
    code: placementCode,
    seed: 1,
    startMs,
    faults: FAULTS_NONE,
  });
  const startedMs = performance.now();
  await send(cloud, messageCount);
  await cloud.runUntil({
    untilMs: startMs + virtualMsMax,
    everyMs: 1_000,
    onTick: () => (isDone(cloud) ? 'stop' : 'continue'),
  });
  const wallMs = performance.now() - startedMs;
  const placedCount = placed(cloud);
  if (placedCount.nodes !== messageCount || placedCount.counted !== messageCount)
    throw new Error(
      `expected ${messageCount} nodes to be placed once, got ${JSON.stringify(placedCount)}`,
    );
  const { processedActions } = cloud;
  return {
    name: 'placements',
    work: 'SQS -> Lambda -> TransactWriteItems of 2 items',
    messageCount,
    wallMs,
    counts: { ...cloud.meters(), ...placedCount, processedActions },
  };
}

async function send(cloud: LocalCloud, messageCount: number): Promise<void> {
  const client = sqsClient({ connection: inProcessConnection(cloud.clientHandler()) });
  const QueueUrl = cloud.outputs.LoginsUrl;
  const nodeIds = Array.from({ length: messageCount }, (_, index) => index);
  for (let from = 0; from < messageCount; from += 10) {
    const Entries = nodeIds.slice(from, from + 10).map((nodeId) => ({
      Id: String(nodeId),
      MessageBody: JSON.stringify({ nodeId }),
    }));
    await cloud.settle(client.send(new SendMessageBatchCommand({ QueueUrl, Entries })));
  }
}

function isDone(cloud: LocalCloud): boolean {
  const { logins } = cloud.queueDepths();
  return logins === undefined || logins.visible + logins.inFlight + logins.delayed === 0;
}

function placed(cloud: LocalCloud): { nodes: number; counted: number } {
  const items = cloud.scan('nodes') as { placed?: { N: string } }[];
  const shards = items.flatMap(({ placed: count }) => (count ? [Number(count.N)] : []));
  return {
    nodes: items.length - shards.length,
    counted: shards.reduce((sum, count) => sum + count, 0),
  };
}
