// The list of supernodes from which `stale-candidates` places clients. A cell has one, in one item,
// and keeps it for long.
import type { Place } from '#domain/events.ts';
import {
  believed,
  type CandidateList,
  isListKept,
  type Listed,
  listAnew,
} from '#domain/login/candidate-list.ts';
import type { SupernodeRecord } from '#domain/network.ts';
import { type Item, listKey, stripKeys, toItem } from './items.ts';
import { getItems, type Table } from './table.ts';
import { update } from './transaction.ts';

/**
 * Reads the cell's list. If it is missing, empty or older than `ageMsMax`, it is made anew.
 * @param fresh the cell's registrations as they are now
 * @returns the listed supernodes as the policy believes them to be: live and empty
 */
export async function loadListed(
  table: Table,
  place: Place,
  fresh: readonly SupernodeRecord[],
  ageMsMax: number,
): Promise<SupernodeRecord[]> {
  const nowMs = table.runtime.nowMs();
  const inCell = (one: Listed) => believed(place.cell, one);
  const [item] = await getItems(table, [listKey(place)]);
  const known = item === undefined ? undefined : toList(item);
  if (isListKept(known, ageMsMax, nowMs)) return known.supernodes.map(inCell);
  const made = listAnew(fresh, nowMs);
  const supernodes = made.supernodes.map(({ nodeId, epoch, slots }) => ({ nodeId, epoch, slots }));
  await saveList(table, place, known, { ...made, supernodes });
  return supernodes.map(inCell);
}

/**
 * If several callers make the list anew, only one of them writes it. The lists of the others are as
 * good.
 */
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

function toList(item: Item): CandidateList {
  return stripKeys(item) as unknown as CandidateList;
}
