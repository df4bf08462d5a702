// Carries out what the domain plans for a message: the write, and what follows from it.
import { loadServedCell } from '#adapters/network/cell-reader.ts';
import { renewLease } from '#adapters/network/membership-writer.ts';
import type { Table } from '#adapters/network/table.ts';
import {
  type ControlEvent,
  nodeRestarted,
  type SupernodeReported,
  supernodeReported,
} from '#domain/events.ts';
import {
  type Change,
  type ChangeWrite,
  type NodeSeen,
  planRenewal,
} from '#domain/membership/plan-change.ts';
import { nextReportAtMs } from '#domain/membership/report-time.ts';
import type { NodeId } from '#domain/network.ts';
import { unreachable } from '#domain/unreachable.ts';
import type { Message } from '../batch-consumer.ts';
import type { Applied } from './change-node.ts';
import type { MembershipCell } from './membership-cell.ts';

/** Handles a supernode's report. */
export async function applyChange(
  table: Table,
  cell: MembershipCell,
  { messageId, event }: Message<SupernodeReported>,
): Promise<Applied> {
  const nowMs = table.runtime.nowMs();
  const planned = planRenewal(event, seenOf(cell, event), cell.run.settings, nowMs);
  const handled = { cell, nodeId: event.nodeId, messageId, nowMs };
  const isWritten = await write(table, handled, planned.write);
  const change = isWritten ? planned : planned.ifNotWritten;
  if (change === null) return { kind: 'outdated', followUps: [] };
  if (change.metric !== null) table.runtime.count(change.metric, 1);
  return { kind: 'no-news', followUps: await follow(table, handled, change) };
}

/** A message while it is handled. */
interface Handled {
  readonly cell: MembershipCell;
  readonly nodeId: NodeId;
  readonly messageId: string;
  /** When its change was planned. */
  readonly nowMs: number;
}

function seenOf({ supernodes, load }: MembershipCell, { nodeId }: SupernodeReported): NodeSeen {
  return { registration: supernodes.get(nodeId), load };
}

/** @returns false where something is no longer as it was read, and nothing was written */
async function write(table: Table, handled: Handled, planned: ChangeWrite): Promise<boolean> {
  switch (planned.kind) {
    case 'none':
      return true;
    case 'renew':
      return renewLease(table, handled.cell.place, { ...handled, ...planned });
    default:
      return unreachable(planned);
  }
}

async function follow(
  table: Table,
  { cell, nodeId, nowMs }: Handled,
  { nextReport, selfRestartEpoch }: Change,
): Promise<ControlEvent[]> {
  const { place, run } = cell;
  const followUps: ControlEvent[] = [];
  if (nextReport !== null) {
    const dueAtMs = nextReportAtMs(place.cell, nodeId, run.settings, nextReport.afterMs);
    followUps.push(supernodeReported(place, nodeId, nextReport.epoch, dueAtMs));
  }
  if (selfRestartEpoch !== null) {
    const waveIndex = await latestWave(table, cell, nodeId);
    const boot = { nodeId, epoch: selfRestartEpoch, waveIndex, dueAtMs: nowMs };
    followUps.push(nodeRestarted(place, { ...boot, cause: 'self-protection' }));
  }
  return followUps;
}

/** Who signs off by itself is still due for the waves that have not restarted it. */
async function latestWave(table: Table, { place }: MembershipCell, nodeId: NodeId) {
  const view = await loadServedCell(table, place, [nodeId]);
  return view?.nodes.get(nodeId)?.waveIndex ?? -1;
}
