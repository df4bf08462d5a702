// The login function on the twin: functions/login.ts and what it calls, without a table.

import { countedMessage } from '#domain/counted.ts';
import { builtInDecisions } from '#domain/decisions.ts';
import { hasPriority } from '#domain/login/admit-login.ts';
import { answersDuplicateCheck } from '#domain/login/duplicate-check.by-numbers.ts';
import {
  afterService,
  attemptMetric,
  countedOfAnswer,
  type LoginAnswer,
  planAnswer,
} from '#domain/login/plan-answer.ts';
import { inLine, windowIndexAt } from '#domain/login/serve-in-line.ts';
import { isTurnedAwayUnread } from '#domain/login/turn-away.ts';
import { unreachable } from '#domain/unreachable.ts';
import { isClient, standBy } from '../membership/change-node.ts';
import type { Network } from '../network-state.ts';
import { nodeField, nodeFlag, nodeStride } from '../node-table.ts';
import { distinctNodes, groupByCell, noFollowUps, sendAll } from '../queues/group-by-cell.ts';
import { noTime } from '../queues/message-pool.ts';
import { claimRateLimitWindow, claimWindow, isWindowUsedUp } from './asked-windows.ts';
import { countAll } from './count-all.ts';
import { admit, askNext } from './login-decisions.ts';
import type { Login, LoginGroup } from './login-group.ts';
import { mayStandByNow } from './login-record.ts';
import { placeClients } from './place-clients.ts';

/** Serves one batch. @returns when its invocation ends */
export function serveLogins(network: Network, batch: readonly number[], nowMs: number): number {
  const run = network.meters.batch('login', nowMs, batch.length);
  const followUps = noFollowUps();
  const groups = groupByCell(network, batch, run.nowMs, followUps.login);
  const hasEarly = followUps.login.length > 0;
  run.fork();
  for (const { cell, messages } of groups) {
    signIn(
      {
        network,
        run: run.at(cell),
        cell: network.cell(cell),
        again: followUps.login,
        isExecuted: true,
      },
      messages,
    );
    run.next();
  }
  run.join();
  // What came before its time is sent on if the run goes on.
  if (hasEarly) run.readRun();
  sendAll(network, run, followUps);
  network.count(countedMessage, true, batch.length);
  return run.end();
}

function signIn(group: LoginGroup, batch: readonly number[]): void {
  const { network, run, cell } = group;
  const { messages } = network;
  network.counts[attemptMetric] += batch.length;
  run.knowKeys(2);
  const isAway = turnedAway(group, batch);
  const read = isAway === null ? batch : batch.filter((_, at) => !isAway[at]);
  let isOver = false;
  if (read.length > 0) {
    run.readCell(distinctNodes(messages, read));
    isOver = run.knowsRunEnded(network.finishedAtMs, network.settings.endsAtMs);
    if (!isOver) run.readRegistrations(cell.registrations.length, cell.renewedCount, true);
  }
  const logins = batch.map((message, at): Login => {
    const node = messages.node(message);
    if (isOver) return { message, node, standing: runOver };
    const standing = isAway?.[at] ? busy : admit(network, cell, message, run.nowMs);
    return { message, node, standing };
  });
  if (!isOver) placeClients(group, serve(group, logins, batch.length - read.length));
  run.fork();
  for (const login of logins) {
    answer(group, login);
    run.next();
  }
  run.join();
}

/**
 * Which requests of a batch are turned away unread: see functions/login.ts.
 * @returns null where the window may still serve somebody, as far as the environment knows
 */
function turnedAway(
  { network, run, cell }: LoginGroup,
  batch: readonly number[],
): boolean[] | null {
  const { decisions, settings, finishedAtMs } = network;
  if (decisions.admitLogin !== builtInDecisions.admitLogin) return null;
  if (!run.knowsRun() || run.knowsRunEnded(finishedAtMs, settings.endsAtMs)) return null;
  if (!run.usedUp.knows(cell.index, windowIndexAt(settings.timings, run.nowMs))) return null;
  return batch.map((message) => isAwayUnread(network, message, run.nowMs));
}

/** See `isTurnedAwayUnread`. */
export function isAwayUnread(network: Network, message: number, nowMs: number): boolean {
  const { messages, settings, startMs } = network;
  const admissionAt = messages.extra(message);
  const request = {
    attempt: messages.attempt(message),
    admissionAtMs: admissionAt === noTime ? null : admissionAt + startMs,
    dueAtMs: messages.due(message) + startMs,
  };
  return isTurnedAwayUnread(request, settings, nowMs);
}

const runOver = { kind: 'run-over' } as const;
const busy = { kind: 'service-busy' } as const;

/**
 * The log-in service serves the first in line. A batch that is worked out has claimed its window.
 * @param turnedAwayCount how many asked the window, too, and are turned away
 * @returns all of them, in line; those who were not admitted stand there for nothing
 */
export function serve(
  group: LoginGroup,
  logins: readonly Login[],
  turnedAwayCount: number,
): readonly Login[] {
  const { nodes, settings } = group.network;
  const askCount = admittedCount(logins) + turnedAwayCount;
  if (askCount === 0) return logins;
  const line = inLine(logins, ({ node }) => {
    const flags = nodes[node * nodeStride + nodeField.flags]!;
    return hasPriority({ eligible: (flags & nodeFlag.eligible) !== 0 }, settings.policy);
  });
  let left = claim(group, askCount);
  for (const login of line) {
    if (login.standing.kind !== 'admitted') continue;
    // No whole number where attempts were worked out: a part of a request is not served.
    login.standing = afterService(login.standing, left >= 1);
    left -= 1;
  }
  return line;
}

/** `serve` for a request that comes alone, without a line to stand in. */
export function serveAlone(group: LoginGroup, login: Login, isTurnedAway: boolean): void {
  const { standing } = login;
  const isAdmitted = standing.kind === 'admitted';
  if (!(isAdmitted || isTurnedAway)) return;
  const left = claim(group, 1);
  if (isAdmitted) login.standing = afterService(standing, left >= 1);
}

/** Asks the rate-limit window of now. @returns how many of the asks it still serves */
function claim({ network, run, cell, isExecuted }: LoginGroup, askCount: number): number {
  const { timings } = network.settings;
  // The handler picks the window before it asks.
  const { nowMs } = run;
  const windowIndex = windowIndexAt(timings, nowMs);
  if (isExecuted) claimWindow(run, cell.index, windowIndex, askCount);
  network.aggregation.settle(cell, nowMs);
  const left = claimRateLimitWindow(cell, timings, nowMs, askCount);
  if (isExecuted && isWindowUsedUp(cell, timings, nowMs)) run.usedUp.note(cell.index, windowIndex);
  return left;
}

function admittedCount(logins: readonly Login[]): number {
  let count = 0;
  for (const { standing } of logins) if (standing.kind === 'admitted') count += 1;
  return count;
}

/** Does what follows from a log-in's outcome: functions/login.ts and come-back.ts. */
export function answer(group: LoginGroup, login: Login): void {
  const { network } = group;
  const { message, node, standing } = login;
  if (standing.kind === 'admitted' || standing.kind === 'served')
    throw new Error('expected a log-in to be served and placed before it is answered');
  const attempt = network.messages.attempt(message);
  const planned = planAnswer(standing, attempt, mayStandByNow(network, node));
  countAll(network, planned.metrics);
  if (network.observer !== null)
    network.observer.answered(message, standing, planned, group.run.nowMs);
  if (network.wire !== null) network.wire.answered(group.cell, node, standing.kind);
  switch (planned.kind) {
    case 'over':
      dropLogin(network, message);
      return;
    case 'ask-again':
      askAgain(group, login, planned);
      return;
    default:
      unreachable(planned);
  }
}

type AskAgain = Extract<LoginAnswer, { kind: 'ask-again' }>;

function askAgain(
  group: LoginGroup,
  login: Login,
  { reason, standsBy, answersDuplicateCheck: isChecked }: AskAgain,
): void {
  const { network, run, cell } = group;
  const { messages } = network;
  const { message, node } = login;
  if (standsBy) {
    run.standBy(true);
    standBy(network, cell, node, messages.nonce(message));
    network.count(countedOfAnswer.standBy, true);
  }
  if (isChecked) {
    const isOnly = isOnlyCopy(group, login);
    network.count(countedOfAnswer.duplicateCheck, isOnly);
    if (!isOnly) {
      if (network.observer !== null) network.observer.copyDropped(message);
      dropLogin(network, message);
      return;
    }
  }
  if (network.aggregation.takes(cell, login, reason, run.nowMs)) {
    if (group.isExecuted) network.aggregation.tookFromBatch();
    if (network.observer !== null) network.observer.aggregated(message);
    return;
  }
  askNext(network, cell, message, reason, run.nowMs);
  group.again.push(message);
}

/** See `answerDuplicateCheck` in adapters/network/login-writer.ts. */
function isOnlyCopy({ network, run, isExecuted }: LoginGroup, { message, node }: Login): boolean {
  const { messages, nodes } = network;
  const word = node * nodeStride;
  const nonce = messages.nonce(message);
  const checked = {
    epoch: nodes[word + nodeField.epoch]!,
    isClient: isClient(network, node),
    minNonce: nodes[word + nodeField.minNonce]!,
    answeredNonce: nodes[word + nodeField.rollNonce]!,
  };
  const isOnly = answersDuplicateCheck(checked, messages.epoch(message), nonce);
  // Those of batches that are worked out are billed with them.
  if (isExecuted) run.answerDuplicateCheck(isOnly);
  if (isOnly) nodes[word + nodeField.rollNonce] = nonce;
  return isOnly && !isCopyOfAggregated(network, node, nonce);
}

/**
 * Whether another request of the client is aggregated, which answers its duplicate checks unseen.
 * It is the one that goes on, with the latest proof of both.
 */
function isCopyOfAggregated({ messages, nodes }: Network, node: number, nonce: number): boolean {
  const word = node * nodeStride;
  if ((nodes[word + nodeField.flags]! & nodeFlag.aggregated) === 0) return false;
  const other = nodes[word + nodeField.aggregatedRequest]!;
  messages.setNonce(other, Math.max(messages.nonce(other), nonce));
  return true;
}

function dropLogin(network: Network, message: number): void {
  network.loginsUnderWay -= 1;
  network.messages.drop(message);
}
