// Admission and retry on whole numbers: `admitLogin` and `retryLogin` where these are what decides,
// and a decision of somebody else's as it is. A test runs networks both ways, to the same result.

import { chanceAt, hashEpoch, hashWords } from '#domain/chance.by-numbers.ts';
import { builtInDecisions } from '#domain/decisions.ts';
import type { Admission } from '#domain/login/admit-login.ts';
import type { RetryReason } from '#domain/login/retry-login.ts';
import { isLive } from '#domain/network.ts';
import type { Cell } from '../cell.ts';
import { homeOffer } from '../membership/change-node.ts';
import { nameHash } from '../name-hash.ts';
import type { Network } from '../network-state.ts';
import { isOnMask, nodeField, nodeFlag, nodeStride } from '../node-table.ts';
import { noTime } from '../queues/message-pool.ts';
import { recordOf, requestOf } from './login-record.ts';

/** The answers that are always the same, so that none is made anew. */
const answers = {
  superseded: { kind: 'superseded' },
  fromTheFuture: { kind: 'refused', reason: 'epoch-from-the-future' },
  replayed: { kind: 'refused', reason: 'replayed' },
  abandoned: { kind: 'abandoned' },
  admitted: { kind: 'admitted', clientGone: false },
  admittedLate: { kind: 'admitted', clientGone: true },
} as const satisfies Record<string, Admission>;

/** Decides whether a request may take the log-in service's time: see `admitLogin`. */
export function admit(network: Network, cell: Cell, message: number, nowMs: number): Admission {
  const { messages, decisions, settings } = network;
  if (decisions.admitLogin === builtInDecisions.admitLogin)
    return admitByNumbers(network, cell, message, nowMs);
  const node = messages.node(message);
  const record = recordOf(network, cell, node);
  const facts = { gate: cell.record.gate, node: record, signedIn: isIn(network, node, nowMs) };
  return decisions.admitLogin(facts, requestOf(network, cell, message), settings, nowMs);
}

function admitByNumbers(network: Network, cell: Cell, message: number, nowMs: number): Admission {
  const { messages, nodes, settings, startMs } = network;
  const { policy, timings } = settings;
  const node = messages.node(message);
  const word = node * nodeStride;
  const flags = nodes[word + nodeField.flags] as number;
  const bootsSince = (nodes[word + nodeField.epoch] as number) - messages.epoch(message);
  if (bootsSince > 0 || isIn(network, node, nowMs)) return answers.superseded;
  if (bootsSince < 0) return answers.fromTheFuture;
  if ((flags & isOnMask) === 0) return answers.superseded;
  if (messages.nonce(message) < (nodes[word + nodeField.nonceFloor] as number))
    return answers.replayed;
  const clientGone = nowMs - (messages.due(message) + startMs) > timings.patienceMs;
  if (policy.noBrakes) return clientGone ? answers.admittedLate : answers.admitted;
  if (clientGone) return answers.abandoned;
  if ((flags & nodeFlag.eligible) !== 0 && !policy.noPriority) return answers.admitted;
  const turnAtMs = turnAt(network, cell, message);
  return turnAtMs > nowMs ? { kind: 'deferred', turnAtMs } : answers.admitted;
}

/** The turn that a client was told, or that it has by its rank: see `turnOf`. */
function turnAt({ messages, settings, startMs }: Network, cell: Cell, message: number): number {
  const told = messages.extra(message);
  if (told !== noTime) return told + startMs;
  const { fromMs, refillMs } = cell.record.gate;
  if (refillMs === 0) return fromMs;
  const words = hashWords(settings.seed, 'turn/');
  const named = nameHash(cell, messages.node(message), words);
  const rank = chanceAt(hashEpoch(named, messages.epoch(message)));
  return fromMs + Math.floor(rank * refillMs);
}

/** Whether a node is on the network: see `isSignedIn`. */
function isIn(network: Network, node: number, nowMs: number): boolean {
  const flags = network.nodes[node * nodeStride + nodeField.flags] as number;
  if ((flags & nodeFlag.supernode) !== 0) return true;
  const home = homeOffer(network, node);
  return home !== undefined && isLive(home, nowMs);
}

/** Makes a request the client's next one: see `retryLogin`. */
export function askNext(
  network: Network,
  cell: Cell,
  message: number,
  reason: RetryReason,
  nowMs: number,
): void {
  const { messages, settings, decisions, random, startMs } = network;
  if (decisions.retryLogin !== builtInDecisions.retryLogin) {
    const request = requestOf(network, cell, message);
    const next = decisions.retryLogin(request, reason, settings, random, nowMs);
    messages.setAttempt(message, next.attempt);
    messages.setDue(message, Math.ceil(next.dueAtMs - startMs));
    const turn = next.turnAtMs === null ? noTime : Math.floor(next.turnAtMs - startMs);
    messages.setExtra(message, turn);
    return;
  }
  const { policy, timings } = settings;
  const attempt = messages.attempt(message);
  messages.setAttempt(message, attempt + 1);
  if (policy.noBrakes) messages.setDue(message, Math.ceil(nowMs + timings.retryMs - startMs));
  else if (reason.kind === 'deferred') {
    messages.setExtra(message, Math.floor(reason.turnAtMs - startMs));
    messages.setDue(message, Math.ceil(reason.turnAtMs - startMs));
  } else {
    const boundMs = Math.min(timings.backoffMsMax, timings.backoffMsBase * 2 ** attempt);
    messages.setDue(message, Math.ceil(nowMs + Math.ceil(random() * boundMs) - startMs));
  }
}
