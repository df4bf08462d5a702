// The long-lived list of supernodes that `stale-candidates` places clients by: one item for a cell.
import type { Place } from '#domain/events.ts';
import { isLive, type SupernodeRecord } from '#domain/network.ts';
import { type Item, listKey, stripKeys, toItem } from './items.ts';
import { getItems, type Table } from './table.ts';
import { update } from './transaction.ts';

/** A supernode as the list knows it; who came and went since, it does not say. */
type Listed = Pick<SupernodeRecord, 'nodeId' | 'epoch' | 'slots'>;

interface CandidateList {
  readonly listedAtMs: number;
  readonly supernodes: readonly Listed[];
}

/**
 * Reads the cell's list; one that is missing, empty or older than that is made anew.
 * @param fresh the cell's registrations as they are now
 * @returns the listed supernodes as they are believed to be: live and empty
 */
export async function loadListed(
  table: Table,
  place: Place,
  fresh: readonly SupernodeRecord[],
  ageMsMax: number,
): Promise<SupernodeRecord[]> {
  const nowMs = table.runtime.nowMs();
  const [item] = await getItems(table, [listKey(place)]);
  const known = item === undefined ? undefined : toList(item);
  if (known !== undefined && known.supernodes.length > 0 && nowMs - known.listedAtMs <= ageMsMax)
    return known.supernodes.map((one) => believed(place, one));
  const live = fresh.filter((one) => isLive(one, nowMs));
  const supernodes = live.map(({ nodeId, epoch, slots }) => ({ nodeId, epoch, slots }));
  await saveList(table, place, known, { listedAtMs: nowMs, supernodes });
  return supernodes.map((one) => believed(place, one));
}

/** Of several who make the list anew one writes it; what the others saw is as good. */
async function saveList(
  table: Table,
  place: Place,
  known: CandidateList | undefined,
  { listedAtMs, supernodes }: CandidateList,
): Promise<void> {
  await update(table, {
    Key: listKey(place),
    UpdateExpression: 'SET listedAtMs = :now, supernodes = :supernodes',
    ConditionExpression: known ? 'listedAtMs = :was' : 'attribute_not_exists(pk)',
    ExpressionAttributeValues: toItem({
      ':now': listedAtMs,
      ':supernodes': supernodes,
      ...(known && { ':was': known.listedAtMs }),
    }),
  });
}

function believed({ cell }: Place, { nodeId, epoch, slots }: Listed): SupernodeRecord {
  const live = { nodeEpoch: epoch, leaseUntilMs: Number.POSITIVE_INFINITY, used: 0 };
  return { nodeId, cell, epoch, slots, ...live, operatorRun: false };
}

function toList(item: Item): CandidateList {
  return stripKeys(item) as unknown as CandidateList;
}
