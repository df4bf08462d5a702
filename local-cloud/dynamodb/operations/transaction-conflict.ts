// Conflicts between a write and a transaction that is still at work on its item. They happen by
// themselves, or by the fault `conflict`. Source: Amazon DynamoDB Developer Guide, "Transaction
// conflict handling in DynamoDB" (November 2026). Here the later request is always refused, and
// plain reads never are.
import { ServiceError } from '#local-cloud/service.ts';
import type { Database } from '../tables/database.ts';
import type { KeyTexts } from '../tables/primary-key.ts';
import { keyId } from '../tables/primary-key.ts';
import type { Table } from '../tables/table.ts';

/** The place of an item: its table and its key. */
export type ItemPlace = { readonly table: Table; readonly key: KeyTexts };

/** The reason that AWS gives for each item in conflict. */
export const CONFLICT_REASON = {
  Code: 'TransactionConflict',
  Message: 'Transaction is ongoing for the item',
};

/** Holds the items of a finished transaction until its answer leaves the service. */
export function holdItems(database: Database, places: readonly ItemPlace[]): void {
  const { clock, caller, heldItems } = database;
  if (heldItems === undefined || caller.answerInMs <= 0) return;
  letGo(heldItems, clock.nowMs());
  const untilMs = clock.nowMs() + caller.answerInMs;
  for (const place of places) heldItems.set(idOf(place), untilMs);
}

/** Whether each item of a transaction is in conflict; undefined when none is. */
export function conflictsOf(
  database: Database,
  places: readonly ItemPlace[],
): readonly boolean[] | undefined {
  const struckIndex = struckPlace(database, places.length);
  const isAnyHeld = database.heldItems !== undefined && database.heldItems.size > 0;
  if (struckIndex === undefined && !isAnyHeld) return undefined;
  const conflicts = places.map((place, index) => index === struckIndex || isHeld(database, place));
  const count = conflicts.filter(Boolean).length;
  if (count === 0) return undefined;
  database.meters.add('dynamodb.conflicts', count);
  return conflicts;
}

/** @throws {ServiceError} TransactionConflictException when the single write is in conflict */
export function refuseConflict(database: Database, place: ItemPlace): void {
  if (conflictsOf(database, [place]) === undefined) return;
  throw new ServiceError('TransactionConflictException', CONFLICT_REASON.Message);
}

/** The index of the item that a fault puts in conflict. */
function struckPlace({ caller, faults }: Database, count: number): number | undefined {
  if (!caller.isSubjectToFaults || faults?.strikes('conflict') !== true) return undefined;
  return Math.floor(faults.particular('conflict') * count);
}

function isHeld({ clock, heldItems }: Database, place: ItemPlace): boolean {
  const untilMs = heldItems?.get(idOf(place));
  return untilMs !== undefined && untilMs > clock.nowMs();
}

/**
 * Removes holds that have ended, from the front, where the oldest are. One long hold keeps some
 * later ones in the map.
 */
function letGo(heldItems: Map<string, number>, nowMs: number): void {
  for (const [id, untilMs] of heldItems) {
    if (untilMs > nowMs) return;
    heldItems.delete(id);
  }
}

function idOf({ table, key }: ItemPlace): string {
  return `${table.definition.name}/${keyId(key)}`;
}
