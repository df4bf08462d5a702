// What news of a node changes on the twin, and what follows from it:
// functions/membership/change-node.ts.
import type { NodeJoined, NodeLeft, NodeLost, NodeRestarted } from '#domain/events.ts';
import { joinNode } from '#domain/membership/join-node.ts';
import { leaveNode } from '#domain/membership/leave-node.ts';
import { nextReportAtMs } from '#domain/membership/report-time.ts';
import {
  loseOperatorRun,
  loseSupernode,
  type News,
  restartNode,
} from '#domain/membership/restart-node.ts';
import type { NodeRecord } from '#domain/network.ts';
import { offerOf, offerOfNode } from '../cell.ts';
import type { Handled, Handling } from '../login/handled.ts';
import type { Network } from '../network-state.ts';
import { nodeField, nodeStride } from '../node-table.ts';
import { messageKind, operatorNode } from '../queues/message-pool.ts';
import { applyChange } from './apply-change.ts';
import { changeNode, currentOffer, loseOffer, stateOf } from './change-node.ts';
import { reportDue, selfProtection } from './membership-messages.ts';
import { firstLogin, tellOrphans } from './play-clients.ts';

/** Follows one message. */
export function followEvent(handled: Handled, message: number): Handling {
  switch (handled.network.messages.kind(message)) {
    case messageKind.joined:
      return followJoin(handled, message);
    case messageKind.left:
      return followLeave(handled, message);
    case messageKind.restarted:
      return followRestart(handled, message);
    case messageKind.lost:
      return followLoss(handled, message);
    default:
      return applyChange(handled, message);
  }
}

function followJoin(handled: Handled, message: number): Handling {
  const { network, run, cell } = handled;
  const { messages, nodes } = network;
  const node = messages.node(message);
  const epoch = messages.epoch(message);
  const known = nodes[node * nodeStride + nodeField.epoch] as number;
  const news = joinNode(recordOf(network, node), { epoch } as NodeJoined);
  const had = currentOffer(network, cell, node) !== undefined;
  if (news.kind === 'new') {
    if (known === 0) cell.knownCount += 1;
    const change = { epoch, isOn: true, wave: null, signsOff: true };
    run.changeNode(changeNode(network, cell, node, change));
    network.counts.NodesJoined += 1;
  }
  return followBoot(handled, message, news, had);
}

function followRestart(handled: Handled, message: number): Handling {
  const { network, run, cell } = handled;
  const { messages } = network;
  const node = messages.node(message);
  const epoch = messages.epoch(message);
  const news = restartNode(recordOf(network, node), { epoch } as NodeRestarted);
  if (news.kind === 'stale') return 'stale';
  const had = currentOffer(network, cell, node) !== undefined;
  if (news.kind === 'new') {
    const signsOff = messages.nonce(message) === selfProtection;
    const change = { epoch, isOn: true, wave: messages.extra(message), signsOff };
    run.changeNode(changeNode(network, cell, node, change));
    network.counts[signsOff ? 'SelfProtections' : 'NodesRestarted'] += 1;
  }
  return followBoot(handled, message, news, had);
}

function followLeave(handled: Handled, message: number): Handling {
  const { network, run, cell } = handled;
  const { messages, counts } = network;
  const node = messages.node(message);
  const epoch = messages.epoch(message);
  const news = leaveNode(recordOf(network, node), { epoch } as NodeLeft);
  if (news.kind === 'new') {
    const had = currentOffer(network, cell, node) !== undefined;
    const change = { epoch, isOn: false, wave: null, signsOff: true };
    run.changeNode(changeNode(network, cell, node, change));
    counts.NodesLeft += 1;
    if (!had) return 'no-news';
  }
  if (news.kind === 'overtaken') counts.StaleEvents += 1;
  tellOrphans(handled, node, epoch + 1);
  return 'news';
}

function followLoss(handled: Handled, message: number): Handling {
  const { network, run, cell } = handled;
  const { messages, counts } = network;
  const node = messages.node(message);
  if (node === operatorNode) return followOperatorLoss(handled, message);
  const epoch = messages.epoch(message);
  const offer = offerOfNode(cell, node);
  const news = loseSupernode(recordOf(network, node), { epoch } as NodeLost, offer, run.nowMs);
  if (news.kind === 'stale') return 'stale';
  if (news.kind === 'new' && offer !== undefined) {
    run.commitLoss(true);
    loseOffer(network, cell, offer);
    counts.NodesLost += 1;
  }
  if (news.kind === 'overtaken') counts.StaleEvents += 1;
  else firstLogin(handled, node, epoch, run.nowMs);
  tellOrphans(handled, node, epoch + 1);
  return 'news';
}

function followOperatorLoss(handled: Handled, message: number): Handling {
  const { network, run, cell, followUps } = handled;
  const { messages, settings } = network;
  const epoch = messages.epoch(message);
  const offer = offerOfNode(cell, operatorNode);
  if (offer === undefined) return 'stale';
  const news = loseOperatorRun(offer, { epoch } as NodeLost, run.nowMs);
  if (news.kind === 'stale') return 'stale';
  if (news.kind === 'new') {
    run.operatorBoot(true);
    const leaseUntilMs = run.nowMs + settings.timings.leaseMs;
    const who = { node: operatorNode, nodeId: offer.nodeId, epoch: epoch + 1 };
    network.addOffer(cell, offerOf(cell, who, offer.slots, leaseUntilMs));
    network.counts.NodesLost += 1;
    network.parking.slotsCame(cell, network.nowMs);
  }
  if (news.kind !== 'overtaken') {
    const dueAtMs = nextReportAtMs(cell.name, offer.nodeId, settings, run.nowMs);
    followUps.membership.push(reportDue(network, cell, operatorNode, epoch + 1, dueAtMs));
  }
  tellOrphans(handled, operatorNode, epoch + 1);
  return 'news';
}

function followBoot(handled: Handled, message: number, news: News, had: boolean): Handling {
  const { network, run } = handled;
  const { messages, settings } = network;
  const node = messages.node(message);
  const epoch = messages.epoch(message);
  if (news.kind === 'overtaken') network.counts.StaleEvents += 1;
  else {
    const { bootMsMin, bootMsMax } = settings.timings;
    const bootMs = bootMsMin + network.random() * (bootMsMax - bootMsMin);
    firstLogin(handled, node, epoch, run.nowMs + bootMs);
  }
  if (news.kind !== 'new' || had) tellOrphans(handled, node, epoch);
  return 'news';
}

/** As much of a node's record as decisions about news read. */
function recordOf({ nodes }: Network, node: number): NodeRecord {
  const word = node * nodeStride;
  scratch.epoch = nodes[word + nodeField.epoch] as number;
  scratch.state = stateOf(nodes[word + nodeField.flags] as number);
  return scratch as NodeRecord;
}

const scratch: { -readonly [Key in keyof NodeRecord]?: NodeRecord[Key] } = {};
