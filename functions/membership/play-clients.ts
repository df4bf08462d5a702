// The clients' side of the model: nobody outside plays them, so the control plane sends what they
// would send.
import { loadHomedBefore } from '#adapters/network/cell-reader.ts';
import type { Table } from '#adapters/network/table.ts';
import { type LoginRequested, loginRequested } from '#domain/events.ts';
import { orphanMetric } from '#domain/membership/plan-change.ts';
import type { NodeRecord } from '#domain/network.ts';
import type { MembershipCell } from './membership-cell.ts';

/** A client asks to sign in for the first time since its boot, or since it lost its home. */
export async function firstLogin(
  { place, identity }: Pick<MembershipCell, 'place' | 'identity'>,
  { nodeId, minNonce }: NodeRecord,
  epoch: number,
  afterMs: number,
): Promise<LoginRequested> {
  const dueAtMs = Math.ceil(afterMs);
  const proof = await identity.prove({ ...place, nodeId, epoch }, minNonce, dueAtMs);
  return loginRequested(place, { nodeId, epoch, attempt: 1, admissionAtMs: null, proof, dueAtMs });
}

/** When a node that boots now first asks to sign in. */
export function bootedAtMs({ runtime }: Table, { run }: MembershipCell): number {
  const { bootMsMin, bootMsMax } = run.settings.timings;
  return runtime.nowMs() + bootMsMin + runtime.random() * (bootMsMax - bootMsMin);
}

/** A boot of a node. */
export type Boot = Pick<NodeRecord, 'nodeId' | 'epoch'>;

/**
 * The clients of a supernode that is gone notice it one by one, and log in again: all that are
 * homed at a boot of it before the one that is named.
 * @returns the log-ins that they send
 */
export async function notifyOrphans(
  table: Table,
  cell: MembershipCell,
  supernode: Boot,
): Promise<LoginRequested[]> {
  const { runtime } = table;
  const orphans = await loadHomedBefore(table, cell.place, supernode);
  runtime.count(orphanMetric, orphans.length);
  const logins: LoginRequested[] = [];
  for (const orphan of orphans) {
    const noticeMs = runtime.random() * cell.run.settings.timings.orphanNoticeMsMax;
    logins.push(await firstLogin(cell, orphan, orphan.epoch, runtime.nowMs() + noticeMs));
  }
  return logins;
}
