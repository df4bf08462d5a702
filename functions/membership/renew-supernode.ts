// What a supernode's report leads to: its lease is renewed and the next report follows, or it
// protects itself and signs off.
import { loadServedCell } from '#adapters/network/cell-reader.ts';
import { renewLease } from '#adapters/network/membership-writer.ts';
import type { Table } from '#adapters/network/table.ts';
import { nodeRestarted, type SupernodeReported, supernodeReported } from '#domain/events.ts';
import { protectsItself } from '#domain/membership/protect-supernode.ts';
import { nextReportAtMs } from '#domain/membership/report-time.ts';
import type { NodeId } from '#domain/network.ts';
import type { Applied } from './change-node.ts';
import { type MembershipCell, offerAt } from './membership-cell.ts';

/** A report is stale unless it is of the supernode as it is now. */
export async function followReport(
  table: Table,
  cell: MembershipCell,
  messageId: string,
  event: SupernodeReported,
): Promise<Applied> {
  const { runtime } = table;
  const { place } = cell;
  const { nodeId, epoch, dueAtMs } = event;
  const { settings } = cell.run;
  const offer = offerAt(cell, { supernode: nodeId, epoch });
  const nowMs = runtime.nowMs();
  if (offer && cell.load && protectsItself(offer, cell.load, settings, nowMs)) {
    const waveIndex = await latestWave(table, cell, nodeId);
    const boot = { epoch: epoch + 1, waveIndex, dueAtMs: nowMs };
    const restart = nodeRestarted(place, { nodeId, ...boot, cause: 'self-protection' });
    return { kind: 'no-news', followUps: [restart] };
  }
  // Counted from when the report was due, so that a late copy of it extends nothing.
  const untilMs = dueAtMs + settings.timings.leaseMs;
  const isRenewed = await renewLease(table, place, { nodeId, epoch, messageId, nowMs, untilMs });
  if (!isRenewed) return { kind: 'stale', followUps: [] };
  runtime.count('LeasesRenewed', 1);
  const nextAtMs = nextReportAtMs(place.cell, nodeId, settings, dueAtMs);
  return { kind: 'no-news', followUps: [supernodeReported(place, nodeId, epoch, nextAtMs)] };
}

/** Who signs off by itself is still due for the waves that have not restarted it. */
async function latestWave(table: Table, { place }: MembershipCell, nodeId: NodeId) {
  const view = await loadServedCell(table, place, [nodeId]);
  return view?.nodes.get(nodeId)?.waveIndex ?? -1;
}
