// Carries out on the twin what the domain plans for a message, as
// functions/membership/apply-change.ts does on a table.
import {
  type Change,
  type ChangeWrite,
  type NodeSeen,
  planRenewal,
} from '#domain/membership/plan-change.ts';
import { isRenewable } from '#domain/membership/renew-lease.ts';
import { nextReportAtMs } from '#domain/membership/report-time.ts';
import { unreachable } from '#domain/unreachable.ts';
import type { Cell, Offer } from '../cell.ts';
import type { Handled, Handling } from '../login/handled.ts';
import { ownOffer } from './change-node.ts';
import { reportDue, selfRestart } from './membership-messages.ts';

/** Handles a supernode's report. */
export function applyChange(handled: Handled, message: number): Handling {
  const { network, run, cell, load } = handled;
  const { messages, startMs } = network;
  const epoch = messages.epoch(message);
  const registration = ownOffer(cell, messages.node(message), epoch);
  const event = { epoch, dueAtMs: messages.due(message) + startMs };
  const seen = { registration, load };
  const planned = planRenewal(event, seen, network.settings, run.nowMs);
  const change = write(handled, seen, planned.write) ? planned : planned.ifNotWritten;
  if (change === null) throw new Error('expected nobody to write between a read and a write');
  if (change.metric !== null) network.counts[change.metric] += 1;
  follow(handled, message, seen, change);
  return 'no-news';
}

/** @returns false where the write's condition does not hold */
function write(
  { run, cell }: Handled,
  { registration }: NodeSeen<Offer>,
  planned: ChangeWrite,
): boolean {
  switch (planned.kind) {
    case 'none':
      return true;
    case 'renew': {
      const isRenewed = registration !== undefined && isRenewable(registration, planned, run.nowMs);
      run.renewLease(isRenewed);
      if (isRenewed) extendLease(cell, registration, planned.untilMs);
      return isRenewed;
    }
    default:
      return unreachable(planned);
  }
}

function extendLease(cell: Cell, offer: Offer, untilMs: number): void {
  offer.leaseUntilMs = untilMs;
  if (!offer.isRenewed) cell.renewedCount += 1;
  offer.isRenewed = true;
}

function follow(
  { network, run, cell, followUps }: Handled,
  message: number,
  { registration }: NodeSeen<Offer>,
  { nextReport, selfRestartEpoch }: Change,
): void {
  const node = network.messages.node(message);
  if (nextReport !== null && registration !== undefined) {
    const { nodeId } = registration;
    const dueAtMs = nextReportAtMs(cell.name, nodeId, network.settings, nextReport.afterMs);
    followUps.membership.push(reportDue(network, cell, node, nextReport.epoch, dueAtMs));
  }
  if (selfRestartEpoch !== null) {
    run.readCell(1);
    followUps.membership.push(selfRestart(network, cell, node, selfRestartEpoch, run.nowMs));
  }
}
