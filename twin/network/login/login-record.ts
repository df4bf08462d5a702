// Nodes and requests of the twin as the decisions read them.
import type { LoginRequested } from '#domain/events.ts';
import { mayStandBy } from '#domain/heal/join-candidates.ts';
import type { NodeRecord } from '#domain/network.ts';
import { type Cell, nameOf } from '../cell.ts';
import { stateOf } from '../membership/change-node.ts';
import type { Network } from '../network-state.ts';
import { nodeField, nodeFlag, nodeStride, waveIn, zoneIn } from '../node-table.ts';
import { noTime } from '../queues/message-pool.ts';

/** A node as the decisions read it; made anew at every call, since policies may keep it. */
export function recordOf(network: Network, cell: Cell, node: number): NodeRecord {
  const { nodes, settings, startMs } = network;
  const word = node * nodeStride;
  const flags = nodes[word + nodeField.flags]!;
  const epoch = nodes[word + nodeField.epoch]!;
  const home = homeOf(network, node);
  const eligible = (flags & nodeFlag.eligible) !== 0;
  const { zones } = settings.storm;
  return {
    get nodeId() {
      return nameOf(cell, node);
    },
    cell: cell.name,
    epoch,
    state: stateOf(flags),
    home,
    eligible,
    role: (flags & nodeFlag.supernode) === 0 ? 'client' : 'supernode',
    claimedSlots: eligible ? settings.sizes.slotsPerSupernode : 0,
    utcOffsetMinutes: zones[zoneIn(flags)]?.utcOffsetMinutes ?? 0,
    waveIndex: waveIn(flags),
    provenEpoch: (flags & nodeFlag.proven) === 0 ? 0 : epoch,
    minNonce: nodes[word + nodeField.minNonce]! + startMs,
  };
}

function homeOf({ nodes, registrations }: Network, node: number): NodeRecord['home'] {
  const registration = registrations[nodes[node * nodeStride + nodeField.home]!];
  return registration === undefined
    ? null
    : { supernode: registration.nodeId, epoch: registration.epoch };
}

/** A request as the decisions read it. */
export function requestOf(network: Network, cell: Cell, message: number): LoginRequested {
  const { messages, settings, startMs } = network;
  const node = messages.node(message);
  const admission = messages.extra(message);
  return {
    type: 'LoginRequested',
    version: 1,
    runId: settings.runId,
    cell: cell.name,
    get id() {
      return `${settings.runId}/${nameOf(cell, node)}/${this.epoch}/login/${this.attempt}`;
    },
    get nodeId() {
      return nameOf(cell, node);
    },
    epoch: messages.epoch(message),
    attempt: messages.attempt(message),
    admissionAtMs: admission === noTime ? null : admission + startMs,
    dueAtMs: messages.due(message) + startMs,
    proof: {
      nonce: messages.nonce(message) + startMs,
      expiresAtMs: Number.POSITIVE_INFINITY,
      mac: '',
    },
  };
}

const standing: { eligible: boolean; epoch: number; provenEpoch: number } = {
  eligible: false,
  epoch: 0,
  provenEpoch: 0,
};

/** Whether a client that finds no slot becomes a candidate by it: see `mayStandBy`. */
export function mayStandByNow({ nodes, settings }: Network, node: number): boolean {
  const word = node * nodeStride;
  const flags = nodes[word + nodeField.flags]!;
  standing.eligible = (flags & nodeFlag.eligible) !== 0;
  standing.epoch = nodes[word + nodeField.epoch]!;
  standing.provenEpoch = (flags & nodeFlag.proven) === 0 ? 0 : standing.epoch;
  return mayStandBy(standing as NodeRecord, settings.policy);
}
