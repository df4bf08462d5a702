import type { LoginRequested, Place } from '#domain/events.ts';
import type { NodeRecord, SupernodeRecord } from '#domain/network.ts';
import { nodeKey, supernodeKey, toItem, windowKey } from './items.ts';
import type { Table } from './table.ts';
import { homeAsRead, transact, update, updateAction } from './transaction.ts';

export type PlacementOutcome =
  | 'placed'
  /** The supernode restarted, filled up or lost its lease in the meantime. */
  | 'contended'
  /** The node restarted or found a home in the meantime. */
  | 'superseded';

/** How many windows' counters are kept before DynamoDB's time-to-live removes them, in seconds. */
const windowKeptSeconds = 3_600;

/**
 * Takes a share of the log-in service's current window for some log-ins, in one atomic addition.
 * @returns how many of them the window still serves
 */
export async function claimLoginService(
  table: Table,
  place: Place,
  window: { index: number; endsAtMs: number; capacity: number },
  askCount: number,
): Promise<number> {
  const outcome = await update(table, {
    Key: windowKey(place, window.index),
    UpdateExpression: 'ADD askedCount :asks SET expiresAtSeconds = :expires',
    ExpressionAttributeValues: toItem({
      ':asks': askCount,
      ':expires': Math.ceil(window.endsAtMs / 1000) + windowKeptSeconds,
    }),
    ReturnValues: 'UPDATED_NEW',
  });
  const attributes = outcome.kind === 'written' ? outcome.attributes : undefined;
  const askedBefore = Number(attributes?.askedCount?.N) - askCount;
  return Math.min(askCount, Math.max(0, window.capacity - askedBefore));
}

/**
 * Homes a client at a supernode: the node's home and the supernode's used slots change together or
 * not at all, and only while both are still at the boots that the decision was made for.
 * Costs four write units (two items under 1 KB in a transaction, facts 5.16).
 */
export async function commitPlacement(
  table: Table,
  place: Place,
  node: NodeRecord,
  supernode: SupernodeRecord,
  nowMs: number,
): Promise<PlacementOutcome> {
  const home = { supernode: supernode.nodeId, epoch: supernode.epoch };
  const outcome = await transact(table, [
    updateAction(
      table,
      nodeKey(place, node.nodeId),
      'SET home = :home, #state = :online REMOVE rollCall',
      `epoch = :epoch AND #role = :client AND ${homeAsRead(node)}`,
      {
        ...{ ':home': home, ':online': 'online', ':epoch': node.epoch, ':client': 'client' },
        ...(node.home && { ':was': node.home }),
      },
      { '#state': 'state', '#role': 'role' },
    ),
    updateAction(
      table,
      supernodeKey(place, supernode.nodeId),
      'ADD used :one',
      'epoch = :epoch AND nodeEpoch = :epoch AND used < slots AND leaseUntilMs > :now',
      { ':one': 1, ':epoch': supernode.epoch, ':now': nowMs },
    ),
  ]);
  if (outcome.kind === 'written') return 'placed';
  const isNodeChanged = outcome.kind === 'condition-failed' && outcome.failedIndexes.includes(0);
  return isNodeChanged ? 'superseded' : 'contended';
}

/**
 * Answers a client's roll call: of several copies of its request, which at-least-once delivery
 * makes and every retry would carry on, one goes on. The same message delivered again goes on
 * again.
 * @returns false when another copy of this attempt, or a later attempt, answered first
 */
export async function answerRollCall(
  table: Table,
  place: Place,
  { nodeId, epoch, attempt }: Pick<LoginRequested, 'nodeId' | 'epoch' | 'attempt'>,
  messageId: string,
): Promise<boolean> {
  const outcome = await update(table, {
    Key: nodeKey(place, nodeId),
    UpdateExpression: 'SET rollCall = :answer',
    ConditionExpression:
      'epoch = :epoch AND (attribute_not_exists(rollCall) OR rollCall.attempt < :attempt ' +
      'OR rollCall.messageId = :messageId)',
    ExpressionAttributeValues: toItem({
      ':answer': { attempt, messageId },
      ':attempt': attempt,
      ':messageId': messageId,
      ':epoch': epoch,
    }),
  });
  return outcome.kind === 'written';
}
