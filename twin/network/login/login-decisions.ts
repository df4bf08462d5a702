// Admission and retry by the twin's columns, and a decision of somebody else's by records that are
// made for it. A test runs networks both ways, to the same result.

import { chanceAt, hashEpoch, hashWords } from '#domain/chance.by-numbers.ts';
import { builtInDecisions } from '#domain/decisions.ts';
import {
  type Admission,
  type AdmissionFacts,
  admissionTimeOfRank,
  admitAt,
  admitAtOnce,
} from '#domain/login/admit-login.ts';
import { admissionTimeGivenBy, type RetryReason, retryAtMs } from '#domain/login/retry-login.ts';
import { isLive } from '#domain/network.ts';
import type { Cell } from '../cell.ts';
import { currentRegistration, homeRegistration, isClient } from '../membership/change-node.ts';
import { nameHash } from '../name-hash.ts';
import type { Network } from '../network-state.ts';
import { isOnMask, nodeField, nodeFlag, nodeStride } from '../node-table.ts';
import { noTime } from '../queues/message-pool.ts';
import { recordOf, requestOf } from './login-record.ts';

/** Decides whether a request may take the log-in service's time: see `admitLogin`. */
export function admit(network: Network, cell: Cell, message: number, nowMs: number): Admission {
  const { messages, decisions, settings } = network;
  if (decisions.admitLogin === builtInDecisions.admitLogin) {
    const atOnce = admitAtOnce(factsOf(network, cell, message, nowMs), settings);
    return atOnce ?? admitAt(admissionAt(network, cell, message), nowMs);
  }
  const node = messages.node(message);
  const record = recordOf(network, cell, node);
  const facts = {
    gate: cell.record.gate,
    node: record,
    signedIn: isIn(network, cell, node, nowMs),
  };
  return decisions.admitLogin(facts, requestOf(network, cell, message), settings, nowMs);
}

/** Reused from call to call. */
const facts: { -readonly [Name in keyof AdmissionFacts]: AdmissionFacts[Name] } = {
  bootsSince: 0,
  signedIn: false,
  isOn: false,
  eligible: false,
  isReplayed: false,
  waitedMs: 0,
};

function factsOf(network: Network, cell: Cell, message: number, nowMs: number): AdmissionFacts {
  const { messages, nodes, startMs } = network;
  const node = messages.node(message);
  const word = node * nodeStride;
  const flags = nodes[word + nodeField.flags]!;
  facts.bootsSince = nodes[word + nodeField.epoch]! - messages.epoch(message);
  facts.signedIn = isIn(network, cell, node, nowMs);
  facts.isOn = (flags & isOnMask) !== 0;
  facts.eligible = (flags & nodeFlag.eligible) !== 0;
  facts.isReplayed = messages.nonce(message) < nodes[word + nodeField.minNonce]!;
  facts.waitedMs = nowMs - (messages.due(message) + startMs);
  return facts;
}

/**
 * The admission time that a client was given, or that it has by its rank: see `admissionTimeOf`.
 */
function admissionAt(
  { messages, settings, startMs }: Network,
  cell: Cell,
  message: number,
): number {
  const reported = messages.extra(message);
  if (reported !== noTime) return reported + startMs;
  const { gate } = cell.record;
  if (gate.refillMs === 0) return gate.fromMs;
  const words = hashWords(settings.seed, 'turn/');
  const named = nameHash(cell, messages.node(message), words);
  return admissionTimeOfRank(gate, chanceAt(hashEpoch(named, messages.epoch(message))));
}

/** Whether a node is on the network: see `isSignedIn`. */
function isIn(network: Network, cell: Cell, node: number, nowMs: number): boolean {
  const at = isClient(network, node)
    ? homeRegistration(network, node)
    : currentRegistration(network, cell, node);
  return at !== undefined && isLive(at, nowMs);
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
  const attempt = messages.attempt(message);
  if (decisions.retryLogin === builtInDecisions.retryLogin) {
    messages.setAttempt(message, attempt + 1);
    const dueAtMs = retryAtMs(attempt, reason, settings, random, nowMs);
    messages.setDue(message, Math.ceil(dueAtMs - startMs));
    const admissionAtMs = admissionTimeGivenBy(reason, settings.policy);
    if (admissionAtMs !== null) messages.setExtra(message, Math.floor(admissionAtMs - startMs));
    return;
  }
  const request = requestOf(network, cell, message);
  const next = decisions.retryLogin(request, reason, settings, random, nowMs);
  messages.setAttempt(message, next.attempt);
  messages.setDue(message, Math.ceil(next.dueAtMs - startMs));
  const admission = next.admissionAtMs === null ? noTime : Math.floor(next.admissionAtMs - startMs);
  messages.setExtra(message, admission);
}
