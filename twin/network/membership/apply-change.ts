// Carries out on the twin what the domain plans for a message, as
// functions/membership/apply-change.ts does on a table.
import {
  type Change,
  type ChangeWrite,
  type NodeEvent,
  type NodeMove,
  type NodeSeen,
  planChange,
} from '#domain/membership/plan-change.ts';
import { isRenewable } from '#domain/membership/renew-lease.ts';
import { nextRenewalAtMs } from '#domain/membership/renewal-time.ts';
import type { NodeRecord } from '#domain/network.ts';
import { unreachable } from '#domain/unreachable.ts';
import type { NodeChangeWork } from '#twin/meters/network-meters.ts';
import { type Cell, type Registration, registrationOfNode } from '../cell.ts';
import type { Network } from '../network-state.ts';
import { nodeField, nodeStride } from '../node-table.ts';
import { messageKind, operatorNode } from '../queues/message-pool.ts';
import {
  bootOperator,
  changeNode,
  currentRegistration,
  extendLease,
  homeRegistration,
  loseRegistration,
  ownRegistration,
  stateOf,
} from './change-node.ts';
import type { HandledCell } from './handled-cell.ts';
import { renewalDue, selfProtection, selfRestart } from './membership-messages.ts';
import { firstLogin, notifyOrphans } from './play-clients.ts';

/** A message's plan, and what it was made by. */
export interface PlannedMessage {
  readonly message: number;
  readonly node: number;
  readonly change: Change<Registration>;
  /** What the change writes. */
  readonly write: ChangeWrite<Registration>;
  /** The node's own registration as it was read. */
  readonly registration: Registration | undefined;
  readonly plannedAtMs: number;
}

/** Handles one message of the membership queue. @returns the plan that was carried out */
export function applyChange(handled: HandledCell, message: number): Change<Registration> {
  const planned = planMessage(handled, message);
  const isWritten = write(handled, planned);
  const change = isWritten ? planned.change : planned.change.ifNotWritten;
  if (change === null) throw new Error('expected nothing to change between a read and its write');
  followUp(handled, planned, change);
  return change;
}

/** Asks the domain what a message leads to. */
export function planMessage(handled: HandledCell, message: number): PlannedMessage {
  const { network, run } = handled;
  const event = eventOf(network, message);
  const plannedAtMs = run.nowMs;
  const around = seenOf(handled, message);
  const change = planChange(event, around, network.settings, plannedAtMs);
  const { registration } = around;
  const node = network.messages.node(message);
  return { message, node, change, write: change.write, registration, plannedAtMs };
}

/** Does what follows from a message, once its write is done or was found to be out of date. */
export function followUp(
  handled: HandledCell,
  planned: PlannedMessage,
  change: Change<Registration>,
): void {
  const { counts, observer } = handled.network;
  if (change.metric !== null) counts[change.metric] += 1;
  if (observer !== null) observer.changed(planned.message, change, handled.run.nowMs);
  follow(handled, planned, change);
}

function eventOf({ messages, startMs }: Network, message: number): NodeEvent {
  const epoch = messages.epoch(message);
  switch (messages.kind(message)) {
    case messageKind.joined:
      return { type: 'NodeJoined', epoch };
    case messageKind.left:
      return { type: 'NodeLeft', epoch };
    case messageKind.restarted: {
      const cause = messages.nonce(message) === selfProtection ? 'self-protection' : 'update';
      return { type: 'NodeRestarted', epoch, cause };
    }
    case messageKind.lost:
      return { type: 'NodeLost', epoch };
    default:
      return { type: 'LeaseRenewed', epoch, dueAtMs: messages.due(message) + startMs };
  }
}

/** What is read for a message: only what its plan uses. */
function seenOf({ network, cell, load }: HandledCell, message: number): Seen {
  const { messages, nodes } = network;
  const node = messages.node(message);
  const kind = messages.kind(message);
  seen.load = load;
  seen.home = undefined;
  if (kind === messageKind.renewed) {
    seen.registration = ownRegistration(cell, node, messages.epoch(message));
    return seen;
  }
  if (node === operatorNode) {
    seen.node.epoch = 0;
    seen.node.state = 'offline';
  } else {
    const word = node * nodeStride;
    seen.node.epoch = nodes[word + nodeField.epoch]!;
    seen.node.state = stateOf(nodes[word + nodeField.flags]!);
    seen.home = homeRegistration(network, node);
  }
  seen.registration =
    kind === messageKind.lost
      ? registrationOfNode(cell, node)
      : currentRegistration(network, cell, node);
  return seen;
}

/** `NodeSeen`, written anew for each message. */
interface Seen extends NodeSeen<Registration> {
  node: { epoch: number; state: NodeRecord['state'] };
  home: Registration | undefined;
  registration: Registration | undefined;
  load: HandledCell['load'];
}

const seen: Seen = {
  node: { epoch: 0, state: 'offline' },
  home: undefined,
  registration: undefined,
  load: null,
};

/** @returns false where the write's condition does not hold */
function write(
  { network, run, cell }: HandledCell,
  { message, registration, write: planned }: PlannedMessage,
): boolean {
  switch (planned.kind) {
    case 'none':
      return true;
    case 'move':
      run.changeNode(move(network, cell, message, planned.move));
      return true;
    case 'lose':
      run.commitLoss(true);
      loseRegistration(network, cell, planned.registration);
      return true;
    case 'boot-operator':
      run.operatorBoot(true);
      bootOperator(network, cell, planned.registration, planned.leaseUntilMs);
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

/** Moves the node of a message. @returns what it costs; the same object at every call */
export function move(
  network: Network,
  cell: Cell,
  message: number,
  planned: NodeMove<Registration>,
): NodeChangeWork {
  const { messages } = network;
  const isRestart = messages.kind(message) === messageKind.restarted;
  const wave = isRestart ? messages.extra(message) : null;
  return changeNode(network, cell, messages.node(message), planned, wave);
}

/** Does what follows from a change, in the order of its fields. */
function follow(
  handled: HandledCell,
  { message, node, registration, plannedAtMs }: PlannedMessage,
  { firstLogin: first, nextRenewal, orphansBeforeEpoch, selfRestartEpoch }: Change<Registration>,
): void {
  const { network, run, cell, followUps } = handled;
  const { messages, settings } = network;
  if (first !== 'none')
    firstLogin(handled, node, messages.epoch(message), run.nowMs + waitMs(network, first));
  if (nextRenewal !== null && registration !== undefined) {
    const { nodeId } = registration;
    const dueAtMs = nextRenewalAtMs(cell.name, nodeId, settings, nextRenewal.afterMs);
    followUps.membership.push(renewalDue(network, cell, node, nextRenewal.epoch, dueAtMs));
  }
  if (orphansBeforeEpoch !== null) notifyOrphans(handled, node, orphansBeforeEpoch);
  if (selfRestartEpoch !== null) {
    run.readCell(1);
    followUps.membership.push(selfRestart(network, cell, node, selfRestartEpoch, plannedAtMs));
  }
}

function waitMs(
  { settings, random }: Network,
  first: Exclude<Change['firstLogin'], 'none'>,
): number {
  switch (first) {
    case 'at-once':
      return 0;
    case 'after-boot': {
      const { bootMsMin, bootMsMax } = settings.timings;
      return bootMsMin + random() * (bootMsMax - bootMsMin);
    }
    default:
      return unreachable(first);
  }
}
