import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Place, Proof } from '#domain/events.ts';
import { becomesCandidate } from '#domain/join-candidates.ts';
import type { NodeRecord, SupernodeRecord } from '#domain/network.ts';
import { nodeKey, partition, supernodeKey, toItem } from './items.ts';
import type { Table } from './table.ts';
import { homeAsRead, transact, update, updateAction } from './transaction.ts';

/** A client as it was read, and the nonce of the valid proof that it brought. */
export interface ProvenClient {
  readonly node: NodeRecord;
  readonly nonce: Proof['nonce'];
}

export type PlacementOutcome =
  | { readonly kind: 'placed' }
  /**
   * Nobody was placed. These nodes restarted, left, found a home, stood by or used a later proof in
   * the meantime; the others may be placed without them, unless the supernode changed, too.
   */
  | { readonly kind: 'superseded'; readonly nodes: readonly NodeRecord[] }
  /** The supernode restarted, filled up or lost its lease in the meantime. */
  | { readonly kind: 'contended' };

/**
 * Homes several clients at one supernode: their homes and the supernode's used slots change
 * together or not at all, and only while all are still at the boots that the decision was made for.
 * Costs two write units for each client and two for the supernode: items under 1 KB in a
 * transaction (facts 5.16). No two clients may be the same node.
 */
export async function commitPlacements(
  table: Table,
  place: Place,
  clients: readonly ProvenClient[],
  supernode: SupernodeRecord,
  nowMs: number,
): Promise<PlacementOutcome> {
  const outcome = await transact(table, [
    slotsTaken(table, place, clients.length, supernode, nowMs),
    ...clients.map((client) => clientHomed(table, place, client, supernode)),
  ]);
  if (outcome.kind === 'written') return { kind: 'placed' };
  if (outcome.kind === 'conflicted') return { kind: 'contended' };
  const nodes = clients.map(({ node }) => node);
  const changed = nodes.filter((_, index) => outcome.failedIndexes.includes(index + 1));
  return changed.length > 0 ? { kind: 'superseded', nodes: changed } : { kind: 'contended' };
}

/**
 * Makes a client that waits a candidate for promotion.
 * @returns false when it is no longer what the decision was made for
 */
export async function commitStandBy(
  table: Table,
  place: Place,
  { node, nonce }: ProvenClient,
): Promise<boolean> {
  const outcome = await update(table, {
    Key: nodeKey(place, node.nodeId),
    UpdateExpression: 'SET candidateCell = :cell, provenEpoch = :epoch, nonceFloor = :nonce',
    ConditionExpression: clientAsRead(node),
    ExpressionAttributeNames: clientNames,
    ExpressionAttributeValues: toItem({ ':cell': partition(place), ...readValues(node, nonce) }),
  });
  return outcome.kind === 'written';
}

function slotsTaken(
  table: Table,
  place: Place,
  count: number,
  { nodeId, epoch, slots }: SupernodeRecord,
  nowMs: number,
): TransactWriteItem {
  return updateAction(
    table,
    supernodeKey(place, nodeId),
    'ADD used :count',
    // An offer keeps its number of slots, so that what may be used already is known.
    'epoch = :epoch AND nodeEpoch = :epoch AND slots = :slots AND used <= :room ' +
      'AND leaseUntilMs > :now',
    {
      ...{ ':count': count, ':epoch': epoch, ':now': nowMs },
      ...{ ':slots': slots, ':room': slots - count },
    },
  );
}

function clientHomed(
  table: Table,
  place: Place,
  { node, nonce }: ProvenClient,
  supernode: SupernodeRecord,
): TransactWriteItem {
  const isCandidate = becomesCandidate(node);
  return updateAction(
    table,
    nodeKey(place, node.nodeId),
    'SET home = :home, #state = :online, provenEpoch = :epoch, nonceFloor = :floor' +
      `${isCandidate ? ', candidateCell = :cell' : ''} REMOVE rollCall`,
    clientAsRead(node),
    {
      ':home': { supernode: supernode.nodeId, epoch: supernode.epoch },
      ...{ ':online': 'online', ':floor': nonce + 1, ...readValues(node, nonce) },
      ...(isCandidate && { ':cell': partition(place) }),
    },
    clientNames,
  );
}

/** That a client is still what was read, and has used no later proof since. */
function clientAsRead(node: NodeRecord): string {
  return (
    `epoch = :epoch AND #role = :client AND #state <> :offline AND ${homeAsRead(node)} ` +
    'AND provenEpoch = :proven AND nonceFloor <= :nonce'
  );
}

const clientNames = { '#state': 'state', '#role': 'role' };

function readValues({ epoch, provenEpoch, home }: NodeRecord, nonce: number) {
  return {
    ...{ ':epoch': epoch, ':client': 'client', ':offline': 'offline' },
    ...{ ':proven': provenEpoch, ':nonce': nonce },
    ...(home && { ':was': home }),
  };
}
