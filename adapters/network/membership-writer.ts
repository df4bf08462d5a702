import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Place } from '#domain/events.ts';
import { moving, type NodeChange, registrationDying } from '#domain/membership/node-writes.ts';
import type { NodeMove } from '#domain/membership/plan-change.ts';
import { type Renewal, renewing } from '#domain/membership/renew-lease.ts';
import { sharedWrites } from '#domain/membership/share-moves.ts';
import type { NodeId, NodeRecord, SupernodeRecord } from '#domain/network.ts';
import { nodeKey, supernodeKey, toItem } from './items.ts';
import { populationChange } from './population-writer.ts';
import { slotReturn } from './slot-return.ts';
import type { Table } from './table.ts';
import { transact, update } from './transaction.ts';
import { writeAction, writeExpression } from './write-expression.ts';

/** A node as it was read, what news changes in its record, and what changes with it. */
export interface NodeChanged {
  readonly node: NodeRecord;
  readonly change: NodeChange;
  readonly move: Omit<NodeMove, 'epoch' | 'state'>;
}

/**
 * Moves nodes to where news says they are: all of them or none. They hold no slot, carry nobody,
 * and are no candidates before they have proven themselves at their boots. Whoever is switched on
 * or off changes the cell's population in the same transaction. No two may be the same node.
 * @returns false when one of the nodes or registrations is no longer what the decision was made
 * for, or the cell's row is gone
 */
export async function commitNodeChanges(
  table: Table,
  place: Place,
  changed: readonly NodeChanged[],
): Promise<boolean> {
  const { moreUsers, slotsBack } = sharedWrites(changed.map(({ move }) => move));
  const [only] = changed;
  const besides = [
    ...(moreUsers === 0 ? [] : [populationChange(table, place, moreUsers)]),
    ...[...slotsBack].map(([registration, count]) => slotReturn(table, place, registration, count)),
    ...changed.flatMap((one) => registrationEnd(table, place, one)),
  ];
  if (only !== undefined && changed.length === 1 && besides.length === 0) {
    // A write by itself is as atomic as a transaction, and costs half.
    const Key = nodeKey(place, only.node.nodeId);
    const alone = await update(table, { Key, ...writeExpression(moving(only.node, only.change)) });
    return alone.kind === 'written';
  }
  const moves = changed.map(({ node, change }) =>
    writeAction(table, nodeKey(place, node.nodeId), moving(node, change)),
  );
  return (await transact(table, [...moves, ...besides])).kind === 'written';
}

function registrationEnd(
  table: Table,
  place: Place,
  { change, move: { ownRegistration, signsOff } }: NodeChanged,
): TransactWriteItem[] {
  if (ownRegistration === undefined) return [];
  if (signsOff) return [registrationWithdrawal(table, place, ownRegistration)];
  return [registrationDeath(table, place, ownRegistration, change.epoch)];
}

/**
 * Declares a silent supernode lost: its registration is deleted, and the node waits as a client. It
 * is no candidate until it boots again. If it were promoted again at the same epoch, it would seem
 * to hold its old clients.
 * @returns false when the supernode renewed its lease or restarted in the meantime
 */
export async function commitLoss(
  table: Table,
  place: Place,
  node: NodeRecord,
  registration: SupernodeRecord,
  nowMs: number,
): Promise<boolean> {
  const outcome = await transact(table, [
    writeAction(
      table,
      nodeKey(place, node.nodeId),
      moving(node, { epoch: node.epoch, state: 'waiting' }),
    ),
    {
      Delete: {
        TableName: table.name,
        Key: supernodeKey(place, registration.nodeId),
        ConditionExpression: silentAsRead,
        ExpressionAttributeValues: toItem({ ':epoch': registration.epoch, ':now': nowMs }),
      },
    },
  ]);
  return outcome.kind === 'written';
}

/**
 * Starts a silent operator-run supernode again, at its next boot and without clients.
 * @returns false when it renewed its lease or was started in the meantime
 */
export async function commitOperatorBoot(
  table: Table,
  place: Place,
  { nodeId, epoch }: SupernodeRecord,
  { nowMs, leaseUntilMs }: { nowMs: number; leaseUntilMs: number },
): Promise<boolean> {
  const outcome = await update(table, {
    Key: supernodeKey(place, nodeId),
    UpdateExpression:
      'SET epoch = :next, nodeEpoch = :next, used = :nobody, leaseUntilMs = :until ' +
      'REMOVE renewalId',
    ConditionExpression: silentAsRead,
    ExpressionAttributeValues: toItem({
      ':next': epoch + 1,
      ':nobody': 0,
      ':until': leaseUntilMs,
      ':epoch': epoch,
      ':now': nowMs,
    }),
  });
  return outcome.kind === 'written';
}

/**
 * Extends a supernode's lease: see `renewing`.
 * @returns false when the supernode restarted or was lost, or when this renewal or a later one came
 * first
 */
export async function renewLease(
  table: Table,
  place: Place,
  renewal: Renewal & { readonly nodeId: NodeId; readonly nowMs: number },
): Promise<boolean> {
  const outcome = await update(table, {
    Key: supernodeKey(place, renewal.nodeId),
    ...writeExpression(renewing(renewal, renewal.nowMs)),
  });
  return outcome.kind === 'written';
}

const silentAsRead = 'epoch = :epoch AND nodeEpoch = :epoch AND leaseUntilMs <= :now';

function registrationWithdrawal(
  table: Table,
  place: Place,
  { nodeId, epoch }: SupernodeRecord,
): TransactWriteItem {
  return {
    Delete: {
      TableName: table.name,
      Key: supernodeKey(place, nodeId),
      ConditionExpression: 'epoch = :epoch',
      ExpressionAttributeValues: toItem({ ':epoch': epoch }),
    },
  };
}

function registrationDeath(
  table: Table,
  place: Place,
  registration: SupernodeRecord,
  epoch: number,
): TransactWriteItem {
  return writeAction(
    table,
    supernodeKey(place, registration.nodeId),
    registrationDying(registration, epoch),
  );
}
