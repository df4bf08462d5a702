// Three ways to write down that clients were placed: compared in docs/decisions/013-placement.md.
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { nodeKey, partition, supernodeKey, toItem } from '#adapters/network/items.ts';
import { commitPlacements } from '#adapters/network/placement-writer.ts';
import type { Table } from '#adapters/network/table.ts';
import { update } from '#adapters/network/transaction.ts';
import type { Place } from '#domain/events.ts';
import { becomesCandidate } from '#domain/heal/join-candidates.ts';
import type { PlacementGroup } from '#domain/login/group-clients.ts';
import type { ProvenClient } from '#domain/login/login-writes.ts';
import type { SupernodeRecord } from '#domain/network.ts';

/** Some clients and the supernode that was chosen for them. */
export interface Placing extends Pick<PlacementGroup, 'supernode'> {
  readonly place: Place;
  readonly clients: readonly ProvenClient[];
  readonly nowMs: number;
}

/** How clients of a batch are brought to a supernode. */
export interface PlacementWay {
  readonly what: string;
  /** Whether a supernode is chosen for several clients at once, as `groupClients` divides them. */
  readonly isGrouped: boolean;
  /** @returns those who were not placed */
  place(table: Table, placing: Placing): Promise<readonly ProvenClient[]>;
}

const inOneTransaction: PlacementWay['place'] = async (table, placing) => {
  const { place, clients, supernode, nowMs } = placing;
  const outcome = await commitPlacements(table, place, clients, supernode, nowMs);
  return outcome.kind === 'placed' ? [] : clients;
};

export const placementWays = {
  single: {
    what: 'a transaction for each client',
    isGrouped: false,
    place: inOneTransaction,
  },
  grouped: {
    what: 'a transaction for up to 8 clients of one supernode',
    isGrouped: true,
    place: inOneTransaction,
  },
  reserved: {
    what: 'slots reserved under a name, then each client, then the name taken away',
    isGrouped: true,
    place: reserveFirst,
  },
} as const satisfies Record<string, PlacementWay>;

export type PlacementWayName = keyof typeof placementWays;

/**
 * No transaction: what is reserved and not used is given back at the end. Whoever dies in between
 * leaves the name behind, and slots that nobody uses, until somebody compares them with all nodes.
 */
async function reserveFirst(
  table: Table,
  { place, clients, supernode, nowMs }: Placing,
): Promise<readonly ProvenClient[]> {
  const name = `hold-${clients[0]?.node.nodeId}`;
  if (!(await reserve(table, place, supernode, clients.length, name, nowMs))) return clients;
  const isHomed = await Promise.all(clients.map((one) => home(table, place, one, supernode)));
  const left = clients.filter((_, index) => !isHomed[index]);
  // A supernode that restarted meanwhile is reported by this condition: all have to come again.
  const isStillThere = await release(table, place, supernode, left.length, name);
  return isStillThere ? left : clients;
}

async function reserve(
  table: Table,
  place: Place,
  { nodeId, epoch, slots }: SupernodeRecord,
  count: number,
  name: string,
  nowMs: number,
): Promise<boolean> {
  const outcome = await update(table, {
    Key: supernodeKey(place, nodeId),
    UpdateExpression: 'SET #hold = :count ADD used :count',
    ConditionExpression:
      'epoch = :epoch AND nodeEpoch = :epoch AND used <= :room AND leaseUntilMs > :now',
    ExpressionAttributeNames: { '#hold': name },
    ExpressionAttributeValues: toItem({
      ':count': count,
      ':epoch': epoch,
      ':room': slots - count,
      ':now': nowMs,
    }),
  });
  return outcome.kind === 'written';
}

async function home(
  table: Table,
  place: Place,
  { node, nonce }: ProvenClient,
  { nodeId: supernode, epoch }: SupernodeRecord,
): Promise<boolean> {
  const isCandidate = becomesCandidate(node);
  const outcome = await update(table, {
    Key: nodeKey(place, node.nodeId),
    UpdateExpression:
      'SET home = :home, #state = :online, provenEpoch = :epoch, minNonce = :floor' +
      `${isCandidate ? ', candidateCell = :cell' : ''} REMOVE duplicateCheck`,
    ConditionExpression:
      'epoch = :epoch AND #role = :client AND #state <> :offline AND attribute_not_exists(home) ' +
      'AND minNonce <= :nonce',
    ExpressionAttributeNames: { '#state': 'state', '#role': 'role' },
    ExpressionAttributeValues: toItem({
      ':home': { supernode, epoch },
      ':online': 'online',
      ':offline': 'offline',
      ':epoch': node.epoch,
      ':client': 'client',
      ':nonce': nonce,
      ':floor': nonce + 1,
      ...(isCandidate && { ':cell': partition(place) }),
    }),
  });
  return outcome.kind === 'written';
}

async function release(
  table: Table,
  place: Place,
  { nodeId, epoch }: SupernodeRecord,
  unusedCount: number,
  name: string,
): Promise<boolean> {
  const command = new UpdateItemCommand({
    TableName: table.name,
    Key: supernodeKey(place, nodeId),
    UpdateExpression: 'REMOVE #hold ADD used :back',
    ConditionExpression: 'epoch = :epoch AND nodeEpoch = :epoch',
    ExpressionAttributeNames: { '#hold': name },
    ExpressionAttributeValues: toItem({ ':back': -unusedCount, ':epoch': epoch }),
  });
  return table.client.send(command).then(
    () => true,
    (error: Error) => {
      if (error.name === 'ConditionalCheckFailedException') return false;
      throw error;
    },
  );
}
