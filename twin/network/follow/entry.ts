// An entry of the list while it is being made.
import type { QueueName } from '#domain/limits.ts';
import type { Cell } from '../cell.ts';
import { nameOf } from '../cell.ts';
import { isClient, stateOf } from '../membership/change-node.ts';
import type { Network } from '../network-state.ts';
import { nodeField, nodeStride } from '../node-table.ts';
import { messageKind } from '../queues/message-pool.ts';
import type { BatchSeen, FollowedMessage, RecordSeen } from './followed.ts';

/** A followed message as it is filled in. */
export type Entry = {
  -readonly [Name in keyof Omit<FollowedMessage, 'batch'>]: FollowedMessage[Name];
} & { batch: { -readonly [Name in keyof BatchSeen]: BatchSeen[Name] } | null };

const types: Readonly<Record<number, FollowedMessage['type']>> = {
  [messageKind.login]: 'LoginRequested',
  [messageKind.joined]: 'NodeJoined',
  [messageKind.left]: 'NodeLeft',
  [messageKind.restarted]: 'NodeRestarted',
  [messageKind.lost]: 'NodeLost',
  [messageKind.renewed]: 'LeaseRenewed',
  [messageKind.healStep]: 'HealStepDue',
};

/** The type of a message, as events.ts names it. */
export function typeOf({ messages }: Network, message: number): FollowedMessage['type'] {
  return types[messages.kind(message)] ?? 'LoginRequested';
}

/** The queue of a type. */
export function queueOfType(type: FollowedMessage['type']): QueueName {
  if (type === 'LoginRequested') return 'login';
  return type === 'HealStepDue' ? 'heal' : 'membership';
}

/** A message as it stands in the pool, with nothing that happened to it yet. */
export function entryOf(network: Network, cell: Cell, message: number): Entry {
  const { messages, startMs } = network;
  const type = typeOf(network, message);
  const dueAtMs = messages.due(message) + startMs;
  return {
    type,
    id: idOf(network, cell, message),
    queue: queueOfType(type),
    sender: 'seed',
    follows: null,
    orphanOf: null,
    countedAttempts: 0,
    sentAtMs: null,
    dueAtMs,
    visibleAtMs: dueAtMs,
    receivedAtMs: null,
    receiveCount: 0,
    batch: null,
    decidedAtMs: null,
    decision: null,
    writes: [],
    after: null,
  };
}

/** The message's id as events.ts makes it, without the run's name. */
function idOf({ messages, startMs }: Network, cell: Cell, message: number): string {
  const kind = messages.kind(message);
  if (kind === messageKind.healStep) return `${cell.name}/heal/${messages.extra(message)}`;
  const node = `${nameOf(cell, messages.node(message))}/${messages.epoch(message)}`;
  switch (kind) {
    case messageKind.login:
      return `${node}/login/${messages.attempt(message)}`;
    case messageKind.renewed:
      return `${node}/renewed/${messages.due(message) + startMs}`;
    case messageKind.joined:
      return `${node}/joined`;
    case messageKind.left:
      return `${node}/left`;
    case messageKind.lost:
      return `${node}/lost`;
    default:
      return `${node}/restarted`;
  }
}

/** A node's record as it is now. */
export function recordSeen(network: Network, node: number): RecordSeen {
  const { nodes, registrations } = network;
  const word = node * nodeStride;
  return {
    state: stateOf(nodes[word + nodeField.flags]!),
    role: isClient(network, node) ? 'client' : 'supernode',
    epoch: nodes[word + nodeField.epoch]!,
    home: registrations[nodes[word + nodeField.home]!]?.nodeId ?? null,
  };
}
