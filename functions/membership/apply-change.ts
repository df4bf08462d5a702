// Carries out what the domain plans for a message: the write, and what follows from it.
import { loadServedCell } from '#adapters/network/cell-reader.ts';
import {
  commitLoss,
  commitNodeChanges,
  commitOperatorBoot,
  type NodeChanged,
  renewLease,
} from '#adapters/network/membership-writer.ts';
import type { Table } from '#adapters/network/table.ts';
import {
  type ControlEvent,
  leaseRenewed,
  type MembershipEvent,
  nodeRestarted,
} from '#domain/events.ts';
import { saidBy } from '#domain/membership/node-writes.ts';
import {
  type Change,
  type ChangeWrite,
  type NodeMove,
  type NodeSeen,
  planChange,
} from '#domain/membership/plan-change.ts';
import { nextRenewalAtMs } from '#domain/membership/renewal-time.ts';
import { neverSeen } from '#domain/membership/restart-node.ts';
import type { NodeId, NodeRecord } from '#domain/network.ts';
import { unreachable } from '#domain/unreachable.ts';
import type { Message } from '../batch-consumer.ts';
import { type MembershipCell, registrationAt } from './membership-cell.ts';
import { bootedAtMs, firstLogin, notifyOrphans } from './play-clients.ts';

/** The outcome of a message. */
export type Applied =
  | {
      readonly kind: 'applied';
      readonly followUps: readonly ControlEvent[];
      /** Whether heal has to know of it. */
      readonly callsHeal: boolean;
    }
  /** The node or a registration changed since it was read, so nothing was written. */
  | { readonly kind: 'outdated' };

/** Handles one message of the membership queue. */
export async function applyChange(
  table: Table,
  cell: MembershipCell,
  message: Message<MembershipEvent>,
): Promise<Applied> {
  const { handled, change: planned } = planMessage(table, cell, message);
  const isWritten = await write(table, handled, planned.write);
  const change = isWritten ? planned : planned.ifNotWritten;
  return change === null ? { kind: 'outdated' } : followUp(table, { handled, change });
}

/** A message and what the domain plans for it. */
export interface PlannedMessage {
  readonly handled: Handled;
  readonly change: Change;
}

/** Asks the domain what a message leads to, given what was read of its cell. */
export function planMessage(
  table: Table,
  cell: MembershipCell,
  { messageId, event }: Message<MembershipEvent>,
): PlannedMessage {
  const nowMs = table.runtime.nowMs();
  const node = cell.nodes.get(event.nodeId) ?? neverSeen(cell.place.cell, event.nodeId);
  const change = planChange(event, seenOf(cell, node), cell.run.settings, nowMs);
  return { handled: { cell, messageId, event, node, nowMs }, change };
}

/** Does what follows from a message, once what is planned for it is written. */
export async function followUp(
  table: Table,
  { handled, change }: PlannedMessage,
): Promise<Extract<Applied, { kind: 'applied' }>> {
  if (change.metric !== null) table.runtime.count(change.metric, 1);
  const followUps = await follow(table, handled, change);
  return { kind: 'applied', followUps, callsHeal: change.callsHeal };
}

/** A message while it is handled. */
export interface Handled {
  readonly cell: MembershipCell;
  readonly messageId: string;
  readonly event: MembershipEvent;
  /** Its node as it was read. */
  readonly node: NodeRecord;
  /** When its change was planned. */
  readonly nowMs: number;
}

function seenOf(cell: MembershipCell, node: NodeRecord): NodeSeen {
  const registration = cell.supernodes.get(node.nodeId);
  return { node, home: registrationAt(cell, node.home), registration, load: cell.load };
}

/** @returns false where something is no longer as it was read, and nothing was written */
async function write(table: Table, handled: Handled, planned: ChangeWrite): Promise<boolean> {
  const { cell, messageId, event, node, nowMs } = handled;
  const { place } = cell;
  switch (planned.kind) {
    case 'none':
      return true;
    case 'move':
      return commitNodeChanges(table, place, [changeOf(handled, planned.move)]);
    case 'lose':
      return commitLoss(table, place, node, planned.registration, nowMs);
    case 'boot-operator': {
      const { registration, leaseUntilMs } = planned;
      return commitOperatorBoot(table, place, registration, { nowMs, leaseUntilMs });
    }
    case 'renew': {
      const { epoch, untilMs } = planned;
      return renewLease(table, place, { nodeId: event.nodeId, epoch, messageId, nowMs, untilMs });
    }
    default:
      return unreachable(planned);
  }
}

/** What a move changes in the record of its node, and beside it. */
export function changeOf({ event, node }: Handled, move: NodeMove): NodeChanged {
  const { epoch, state } = move;
  return { node, change: { epoch, state, ...saidBy(event) }, move };
}

/** What is sent because of a change, in the order of its fields. */
async function follow(table: Table, handled: Handled, change: Change): Promise<ControlEvent[]> {
  const { cell, event, node, nowMs } = handled;
  const { place, run } = cell;
  const { nextRenewal, orphansBeforeEpoch, selfRestartEpoch } = change;
  const followUps: ControlEvent[] = [];
  const firstAskMs = firstAskAtMs(table, cell, change.firstLogin);
  if (firstAskMs !== null) followUps.push(await firstLogin(cell, node, event.epoch, firstAskMs));
  if (nextRenewal !== null) {
    const dueAtMs = nextRenewalAtMs(place.cell, node.nodeId, run.settings, nextRenewal.afterMs);
    followUps.push(leaseRenewed(place, node.nodeId, nextRenewal.epoch, dueAtMs));
  }
  if (orphansBeforeEpoch !== null) {
    const boot = { nodeId: node.nodeId, epoch: orphansBeforeEpoch };
    followUps.push(...(await notifyOrphans(table, cell, boot)));
  }
  if (selfRestartEpoch !== null) {
    const waveIndex = await latestWave(table, cell, node.nodeId);
    const boot = { nodeId: node.nodeId, epoch: selfRestartEpoch, waveIndex, dueAtMs: nowMs };
    followUps.push(nodeRestarted(place, { ...boot, cause: 'self-protection' }));
  }
  return followUps;
}

function firstAskAtMs(
  table: Table,
  cell: MembershipCell,
  first: Change['firstLogin'],
): number | null {
  switch (first) {
    case 'none':
      return null;
    case 'at-once':
      return table.runtime.nowMs();
    case 'after-boot':
      return bootedAtMs(table, cell);
    default:
      return unreachable(first);
  }
}

/** A supernode that protected itself is still due for the waves that have not restarted it. */
async function latestWave(table: Table, { place }: MembershipCell, nodeId: NodeId) {
  const view = await loadServedCell(table, place, [nodeId]);
  return view?.nodes.get(nodeId)?.waveIndex ?? -1;
}
