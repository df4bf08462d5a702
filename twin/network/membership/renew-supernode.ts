// What a supernode's report leads to on the twin: functions/membership/renew-supernode.ts.
import { clockSkewMsMax } from '#domain/limits.ts';
import { protectsItself } from '#domain/membership/protect-supernode.ts';
import { nextReportAtMs } from '#domain/membership/report-time.ts';
import type { Cell, Offer } from '../cell.ts';
import type { Handled } from '../login/handled.ts';
import type { Network } from '../network-state.ts';
import { nodeField, nodeStride, waveIn } from '../node-table.ts';
import { messageKind } from '../queues/message-pool.ts';
import { ownOffer } from './change-node.ts';

/** Marks, in a restart's nonce, that the node protects itself. */
export const selfProtection = 1;

/** @returns whether the report was of the supernode as it is now */
export function followReport(handled: Handled, message: number): boolean {
  const { network, run, cell, followUps, load } = handled;
  const { messages, settings, startMs } = network;
  const node = messages.node(message);
  const epoch = messages.epoch(message);
  const offer = ownOffer(cell, node, epoch);
  if (offer && load && protectsItself(offer, load, settings, run.nowMs)) {
    run.readCell(1);
    const due = Math.ceil(run.nowMs - startMs);
    const boot = messages.add(messageKind.restarted, cell.index, node, epoch + 1, due);
    const flags = network.nodes[node * nodeStride + nodeField.flags] as number;
    messages.setExtra(boot, waveIn(flags));
    messages.setNonce(boot, selfProtection);
    followUps.membership.push(boot);
    return true;
  }
  const dueAtMs = messages.due(message) + startMs;
  const isRenewed = renewLease(network, cell, offer, dueAtMs, run.nowMs);
  run.renewLease(isRenewed);
  if (!isRenewed || offer === undefined) return false;
  network.counts.LeasesRenewed += 1;
  const nextAtMs = nextReportAtMs(cell.name, offer.nodeId, settings, dueAtMs);
  followUps.membership.push(reportDue(network, cell, node, epoch, nextAtMs));
  return true;
}

/** See `renewLease` in adapters/network/membership-writer.ts. */
function renewLease(
  { settings }: Network,
  cell: Cell,
  offer: Offer | undefined,
  dueAtMs: number,
  nowMs: number,
): boolean {
  const untilMs = dueAtMs + settings.timings.leaseMs;
  if (offer === undefined || offer.nodeEpoch !== offer.epoch) return false;
  if (offer.leaseUntilMs <= nowMs + clockSkewMsMax || offer.leaseUntilMs >= untilMs) return false;
  offer.leaseUntilMs = untilMs;
  if (!offer.isRenewed) cell.renewedCount += 1;
  offer.isRenewed = true;
  return true;
}

/** A report of a supernode that is due at a moment. */
export function reportDue(
  { messages, startMs }: Network,
  { index }: Cell,
  node: number,
  epoch: number,
  dueAtMs: number,
): number {
  return messages.add(messageKind.reported, index, node, epoch, Math.ceil(dueAtMs - startMs));
}
