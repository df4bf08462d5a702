import type { Place } from '#domain/events.ts';
import type { NodeId, NodeRecord, SupernodeRecord } from '#domain/network.ts';
import { cellKey, nodeKey, partition, supernodeKey, toItem } from './items.ts';
import type { Table } from './table.ts';
import { homeAsRead, transact, update, updateAction } from './transaction.ts';

/** What a restart changes besides the node itself. */
export interface RestartEffects {
  /** The offer that still counts this client, to give its slot back. */
  readonly heldAt: SupernodeRecord | undefined;
  /** The node's own offer, which this restart kills. */
  readonly ownOffer: SupernodeRecord | undefined;
}

/** Where a node stands after a restart: its boot number and the wave that caused it. */
export type Boot = Pick<NodeRecord, 'epoch' | 'waveIndex'>;

/**
 * Moves a node to a new boot: it waits, it is a client, it holds no slot, and its own offer is
 * dead.
 * @returns false when the node or the offers are no longer what the decision was made for
 */
export async function commitRestart(
  table: Table,
  place: Place,
  node: NodeRecord,
  boot: Boot,
  { heldAt, ownOffer }: RestartEffects,
): Promise<boolean> {
  const outcome = await transact(table, [
    nodeWaits(table, place, node, boot, { isCandidate: node.eligible }),
    ...(heldAt ? [slotReturn(table, place, heldAt)] : []),
    ...(ownOffer ? [offerDeath(table, place, ownOffer, boot.epoch)] : []),
  ]);
  return outcome.kind === 'written';
}

/**
 * Declares a silent supernode lost: its offer goes, and the node waits as a client. It is no
 * candidate until it boots again: promoted anew at the same epoch, it would seem to hold its old
 * clients.
 * @returns false when it reported or restarted in the meantime
 */
export async function commitLoss(
  table: Table,
  place: Place,
  node: NodeRecord,
  offer: SupernodeRecord,
  nowMs: number,
): Promise<boolean> {
  const outcome = await transact(table, [
    nodeWaits(table, place, node, node, { isCandidate: false }),
    {
      Delete: {
        TableName: table.name,
        Key: supernodeKey(place, offer.nodeId),
        ConditionExpression: 'epoch = :epoch AND nodeEpoch = :epoch AND leaseUntilMs <= :now',
        ExpressionAttributeValues: toItem({ ':epoch': offer.epoch, ':now': nowMs }),
      },
    },
  ]);
  return outcome.kind === 'written';
}

/**
 * Extends the lease of a supernode that is still at the boot it reports for. A report that was
 * carried out but not acknowledged succeeds again, so that the next report follows from it.
 * @returns false when the supernode restarted or was lost, or a later report came first
 */
export async function renewLease(
  table: Table,
  place: Place,
  nodeId: NodeId,
  epoch: number,
  lease: { nowMs: number; untilMs: number },
): Promise<boolean> {
  const outcome = await update(table, {
    Key: supernodeKey(place, nodeId),
    UpdateExpression: 'SET leaseUntilMs = :until',
    // A lease that ran out stays so: its clients may have signed in elsewhere already.
    ConditionExpression:
      'epoch = :epoch AND nodeEpoch = :epoch AND leaseUntilMs BETWEEN :now AND :until',
    ExpressionAttributeValues: toItem({
      ':until': lease.untilMs,
      ':now': lease.nowMs,
      ':epoch': epoch,
    }),
  });
  return outcome.kind === 'written';
}

/**
 * Claims the right to start a cell's heal steps, so that of many who notice trouble one sends the
 * message.
 * @returns the number of the step to send, or null when heal is already under way
 */
export async function claimHealStart(
  table: Table,
  place: Place,
  nowMs: number,
  overdueMs: number,
): Promise<number | null> {
  const outcome = await update(table, {
    Key: cellKey(place),
    UpdateExpression: 'SET healDueAtMs = :now',
    ConditionExpression:
      'attribute_exists(pk) AND (attribute_type(healDueAtMs, :null) OR healDueAtMs < :overdue)',
    ExpressionAttributeValues: {
      ...toItem({ ':now': nowMs, ':overdue': nowMs - overdueMs }),
      ':null': { S: 'NULL' },
    },
    ReturnValues: 'ALL_NEW',
  });
  if (outcome.kind !== 'written') return null;
  return Number(outcome.attributes?.healStep?.N);
}

function nodeWaits(
  table: Table,
  place: Place,
  node: NodeRecord,
  boot: Boot,
  { isCandidate }: { isCandidate: boolean },
) {
  return updateAction(
    table,
    nodeKey(place, node.nodeId),
    `SET epoch = :new, waveIndex = :wave, #state = :waiting, #role = :client${
      isCandidate ? ', candidateCell = :candidateCell' : ''
    } REMOVE home, rollCall`,
    `epoch = :read AND #role = :role AND ${homeAsRead(node)}`,
    {
      ':new': boot.epoch,
      ':wave': boot.waveIndex,
      ':read': node.epoch,
      ':waiting': 'waiting',
      ':client': 'client',
      ':role': node.role,
      ...(node.home && { ':was': node.home }),
      ...(isCandidate && { ':candidateCell': partition(place) }),
    },
    { '#state': 'state', '#role': 'role' },
  );
}

function slotReturn(table: Table, place: Place, heldAt: SupernodeRecord) {
  return updateAction(
    table,
    supernodeKey(place, heldAt.nodeId),
    'ADD used :minusOne',
    'epoch = :epoch',
    { ':minusOne': -1, ':epoch': heldAt.epoch },
  );
}

function offerDeath(table: Table, place: Place, offer: SupernodeRecord, epoch: number) {
  return updateAction(
    table,
    supernodeKey(place, offer.nodeId),
    'SET nodeEpoch = :new',
    'epoch = :epoch AND nodeEpoch < :new',
    { ':new': epoch, ':epoch': offer.epoch },
  );
}
