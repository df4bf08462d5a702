// When a write meets a transaction that is still at work on its item, as it may happen by itself or
// by the fault `conflict`. Source: Amazon DynamoDB Developer Guide, "Transaction conflict handling
// in DynamoDB" (November 2026). The later one is always refused here, and plain reads never are.
import { ServiceError } from '#local-cloud/service.ts';
import type { Database } from '../tables/database.ts';
import type { KeyTexts } from '../tables/primary-key.ts';
import { keyId } from '../tables/primary-key.ts';
import type { Table } from '../tables/table.ts';

/** Where an item lies, in whichever table. */
export type ItemPlace = { readonly table: Table; readonly key: KeyTexts };

/** What AWS says of each item in conflict. */
export const CONFLICT_REASON = {
  Code: 'TransactionConflict',
  Message: 'Transaction is ongoing for the item',
};

/** Keeps the items of a transaction that went through, until its answer leaves the service. */
export function holdItems(database: Database, places: readonly ItemPlace[]): void {
  const { clock, caller, heldItems } = database;
  if (heldItems === undefined || caller.answerInMs <= 0) return;
  letGo(heldItems, clock.nowMs());
  const untilMs = clock.nowMs() + caller.answerInMs;
  for (const place of places) heldItems.set(idOf(place), untilMs);
}

/** For each item of a transaction whether it is in conflict; undefined when none is. */
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

/** Which of the items a fault puts in conflict. */
function struckPlace({ caller, faults }: Database, count: number): number | undefined {
  if (!caller.isSubjectToFaults || faults?.strikes('conflict') !== true) return undefined;
  return Math.floor(faults.particular('conflict') * count);
}

function isHeld({ clock, heldItems }: Database, place: ItemPlace): boolean {
  const untilMs = heldItems?.get(idOf(place));
  return untilMs !== undefined && untilMs > clock.nowMs();
}

/** Forgets from the front, where the eldest are; one that is held for long keeps a few others. */
function letGo(heldItems: Map<string, number>, nowMs: number): void {
  for (const [id, untilMs] of heldItems) {
    if (untilMs > nowMs) return;
    heldItems.delete(id);
  }
}

function idOf({ table, key }: ItemPlace): string {
  return `${table.definition.name}/${keyId(key)}`;
}
