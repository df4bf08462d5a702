import type { Place } from '#domain/events.ts';
import { homing, type ProvenClient, slotsTaken, standingBy } from '#domain/login/login-writes.ts';
import type { GroupWritten } from '#domain/login/plan-placement.ts';
import type { SupernodeRecord } from '#domain/network.ts';
import { nodeKey, partition, supernodeKey } from './items.ts';
import type { Table } from './table.ts';
import { transact, update } from './transaction.ts';
import { writeAction, writeExpression } from './write-expression.ts';

/**
 * Places several clients at one supernode. One transaction changes their homes and the supernode's
 * used slots. It fails unless all of them are still at the boots that the decision was made for. It
 * costs two write units for each client and two for the supernode: items under 1 KB in a
 * transaction (facts 5.16). No two clients may be the same node.
 */
export async function commitPlacements(
  table: Table,
  place: Place,
  clients: readonly ProvenClient[],
  supernode: SupernodeRecord,
  nowMs: number,
): Promise<GroupWritten<ProvenClient>> {
  const { nodeId, epoch } = supernode;
  const home = { supernode: nodeId, epoch };
  const taking = slotsTaken(supernode, clients.length, nowMs);
  const outcome = await transact(table, [
    writeAction(table, supernodeKey(place, nodeId), taking),
    ...clients.map((client) =>
      writeAction(
        table,
        nodeKey(place, client.node.nodeId),
        homing(client, home, partition(place)),
      ),
    ),
  ]);
  if (outcome.kind === 'written') return { kind: 'placed' };
  if (outcome.kind === 'conflicted') return { kind: 'contended' };
  const changed = clients.filter((_, index) => outcome.failedIndexes.includes(index + 1));
  return changed.length > 0 ? { kind: 'changed', clients: changed } : { kind: 'contended' };
}

/**
 * Makes a waiting client a candidate for promotion.
 * @returns false when the client has changed since the decision
 */
export async function commitStandBy(
  table: Table,
  place: Place,
  client: ProvenClient,
): Promise<boolean> {
  const outcome = await update(table, {
    Key: nodeKey(place, client.node.nodeId),
    ...writeExpression(standingBy(client, partition(place))),
  });
  return outcome.kind === 'written';
}
