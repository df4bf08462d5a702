import type { Place } from '#domain/events.ts';
import type { NodeId, NodeRecord, SupernodeRecord } from '#domain/network.ts';
import { nodeKey, partition, supernodeKey, toItem } from './items.ts';
import { slotReturn } from './slot-return.ts';
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

/** A supernode's report as its lease is extended by it. */
export interface Renewal {
  readonly nodeId: NodeId;
  readonly epoch: number;
  /** Which message brought the report, so that a copy of it is told from its redelivery. */
  readonly messageId: string;
  readonly nowMs: number;
  readonly untilMs: number;
}

/** Functions' clocks may differ by this much: a lease this close to its end counts as over here. */
const clockSkewMsMax = 5_000;

/**
 * Extends the lease of a supernode that is still at the boot it reports for. The same message
 * delivered again succeeds again, so that the next report follows from it; a copy does not.
 * @returns false when the supernode restarted or was lost, or this report or a later one came first
 */
export async function renewLease(
  table: Table,
  place: Place,
  { nodeId, epoch, messageId, nowMs, untilMs }: Renewal,
): Promise<boolean> {
  const outcome = await update(table, {
    Key: supernodeKey(place, nodeId),
    UpdateExpression: 'SET leaseUntilMs = :until, reportId = :messageId',
    // A lease that ran out stays so: its clients may have signed in elsewhere already.
    ConditionExpression:
      'epoch = :epoch AND nodeEpoch = :epoch AND leaseUntilMs > :now AND ' +
      '(leaseUntilMs < :until OR (leaseUntilMs = :until AND reportId = :messageId))',
    ExpressionAttributeValues: toItem({
      ':until': untilMs,
      ':now': nowMs + clockSkewMsMax,
      ':epoch': epoch,
      ':messageId': messageId,
    }),
  });
  return outcome.kind === 'written';
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

function offerDeath(table: Table, place: Place, offer: SupernodeRecord, epoch: number) {
  return updateAction(
    table,
    supernodeKey(place, offer.nodeId),
    'SET nodeEpoch = :new',
    'epoch = :epoch AND nodeEpoch < :new',
    { ':new': epoch, ':epoch': offer.epoch },
  );
}
