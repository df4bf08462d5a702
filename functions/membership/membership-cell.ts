// A cell as a batch of membership messages needs it, read once for all of them.

import type { ClientIdentity } from '#adapters/identity.ts';
import {
  type CellView,
  loadAttemptCount,
  loadServedCell,
  loadSupernodes,
} from '#adapters/network/cell-reader.ts';
import type { Table } from '#adapters/network/table.ts';
import type { MembershipEvent, Place } from '#domain/events.ts';
import type { RenewalLoad } from '#domain/membership/protect-supernode.ts';
import { type Home, isLive, type NodeId, type SupernodeRecord } from '#domain/network.ts';

/** A cell, its registrations, and the maker of its clients' proofs. */
export interface MembershipCell extends CellView {
  readonly place: Place;
  readonly supernodes: ReadonlyMap<NodeId, SupernodeRecord>;
  /** What hit its supernodes lately; null where nobody waits, or nobody would sign off for it. */
  readonly load: RenewalLoad | null;
  readonly identity: ClientIdentity;
}

/**
 * Reads a cell, its registrations, and the nodes that some events name; a renewal changes no node.
 * @returns undefined when the run is over
 */
export async function openMembershipCell(
  table: Table,
  identity: ClientIdentity,
  place: Place,
  events: readonly MembershipEvent[],
): Promise<MembershipCell | undefined> {
  const renewals = events.filter(({ type }) => type === 'LeaseRenewed');
  const changes = events.filter((event) => !renewals.includes(event));
  const view = await loadServedCell(
    table,
    place,
    changes.map(({ nodeId }) => nodeId),
  );
  if (view === undefined) return undefined;
  // What is decided by old news of a renewal is decided again by the write that follows from it.
  const consistent = changes.length > 0;
  const [registrations, attemptCount] = await Promise.all([
    loadSupernodes(table, place, { consistent }),
    renewals.length > 0 ? admittedAttempts(table, place, view) : null,
  ]);
  const liveCount = registrations.filter((one) => isLive(one, table.runtime.nowMs())).length;
  return {
    ...view,
    place,
    supernodes: new Map(registrations.map((one) => [one.nodeId, one])),
    load: attemptCount === null ? null : { attemptCount, liveCount },
    identity,
  };
}

/** The registration that a home or a boot names, live or dead; undefined where it is gone. */
export function registrationAt(
  { supernodes }: MembershipCell,
  home: Home | null,
): SupernodeRecord | undefined {
  const registration = home === null ? undefined : supernodes.get(home.supernode);
  return registration?.epoch === home?.epoch ? registration : undefined;
}

async function admittedAttempts(
  table: Table,
  place: Place,
  { cell, run: { settings } }: CellView,
): Promise<number | null> {
  const { timings, sizes } = settings;
  if (sizes.attemptsPerMinuteMax === null || cell.healDueAtMs === null) return null;
  return loadAttemptCount(table, place, timings, timings.renewEveryMs);
}
