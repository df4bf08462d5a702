// The login function on the twin: functions/login.ts and what it calls, without a table.
import { type Admission, hasPriority } from '#domain/admit-login.ts';
import { mayStandBy } from '#domain/join-candidates.ts';
import { rollCallEvery } from '#domain/limits.ts';
import { isLive } from '#domain/network.ts';
import type { RetryReason } from '#domain/retry-login.ts';
import { unreachable } from '#domain/unreachable.ts';
import type { Invocation } from '#twin/meters/network-meters.ts';
import { claimWindow } from './asked-windows.ts';
import type { Cell } from './cell.ts';
import { homeOffer, standBy } from './change-node.ts';
import { groupByCell, noFollowUps, sendAll } from './group-by-cell.ts';
import { recordOf, requestOf } from './login-record.ts';
import { renewedCount } from './membership-batch.ts';
import { noTime } from './message-pool.ts';
import type { CountName, Network } from './network-state.ts';
import { nodeField, nodeFlag, nodeStride } from './node-table.ts';
import { type Placed, placeClients } from './place-clients.ts';

/** Serves one batch. @returns when its invocation ends */
export function serveLogins(network: Network, batch: readonly number[], nowMs: number): number {
  const run = network.meters.batch('login', nowMs, batch.length);
  const followUps = noFollowUps();
  const groups = groupByCell(network, batch, run.nowMs, followUps.login);
  run.fork();
  for (const { cell, messages } of groups) {
    signIn({ network, run, cell: network.cell(cell), again: followUps.login }, messages);
    run.next();
  }
  run.join();
  sendAll(network, run, followUps);
  network.counts.MessagesHandled += batch.length;
  return run.end();
}

/** One cell's share of a batch. */
export interface LoginGroup {
  readonly network: Network;
  readonly run: Invocation;
  readonly cell: Cell;
  /** Requests that go back to the queue. */
  readonly again: number[];
}

/** One request with what was decided about it. */
export interface Login {
  readonly message: number;
  readonly node: number;
  readonly isFirst: boolean;
  readonly admission: Admission;
}

function signIn(group: LoginGroup, batch: readonly number[]): void {
  const { network, run, cell } = group;
  const { messages, counts } = network;
  counts.LoginAttempts += batch.length;
  run.knowKey();
  run.readCell(new Set(batch.map((message) => messages.node(message))).size);
  if (run.nowMs > network.endsForHandlersMs) {
    for (const message of batch) dropLogin(network, message);
    return;
  }
  run.readOffers(cell.offers.length, renewedCount(cell), true);
  const logins = batch.map((message) => admit(group, message));
  const served = serve(group, logins);
  const placed = placeClients(group, served);
  run.fork();
  for (const login of logins) {
    answer(group, login, served.includes(login), placed.get(login));
    run.next();
  }
  run.join();
}

function admit({ network, run, cell }: LoginGroup, message: number): Login {
  const { messages, nodes, settings, decisions } = network;
  const node = messages.node(message);
  const flags = nodes[node * nodeStride + nodeField.flags] as number;
  const record = recordOf(network, cell, node);
  const facts = { gate: cell.record.gate, node: record, signedIn: isIn(network, node, run.nowMs) };
  const request = requestOf(network, cell, message);
  const admission = decisions.admitLogin(facts, request, settings, run.nowMs);
  const isEligible = (flags & nodeFlag.eligible) !== 0;
  const isFirst = hasPriority({ eligible: isEligible }, settings.policy);
  return { message, node, isFirst, admission };
}

/** Whether a node is on the network: see `isSignedIn`. */
function isIn(network: Network, node: number, nowMs: number): boolean {
  const flags = network.nodes[node * nodeStride + nodeField.flags] as number;
  if ((flags & nodeFlag.supernode) !== 0) return true;
  const home = homeOffer(network, node);
  return home !== undefined && isLive(home, nowMs);
}

function serve({ network, run, cell }: LoginGroup, logins: readonly Login[]): readonly Login[] {
  const admitted = logins.filter(({ admission }) => admission.kind === 'admitted');
  if (admitted.length === 0) return admitted;
  const inLine = [
    ...admitted.filter(({ isFirst }) => isFirst),
    ...admitted.filter(({ isFirst }) => !isFirst),
  ];
  run.claimWindow();
  const { timings } = network.settings;
  network.parking.settle(cell, run.effectMs);
  return inLine.slice(0, claimWindow(cell, timings, run.effectMs, inLine.length));
}

function answer(
  group: LoginGroup,
  login: Login,
  isServed: boolean,
  placed: Placed | undefined,
): void {
  const { network } = group;
  const { admission } = login;
  switch (admission.kind) {
    case 'superseded':
      network.counts.LoginsSuperseded += 1;
      return dropLogin(network, login.message);
    case 'refused':
      network.counts.LoginsRefused += 1;
      if (admission.reason === 'replayed') network.counts.LoginsReplayed += 1;
      return dropLogin(network, login.message);
    case 'deferred':
    case 'abandoned':
      return askAgain(group, login, admission);
    case 'admitted':
      if (!isServed) return askAgain(group, login, { kind: 'service-busy' });
      if (placed === undefined) return askAgain(group, login, { kind: 'abandoned' });
      return answerPlaced(group, login, placed);
    default:
      return unreachable(admission);
  }
}

function answerPlaced(group: LoginGroup, login: Login, placed: Placed): void {
  const { network, run, cell } = group;
  const { counts, messages, settings } = network;
  switch (placed) {
    case 'placed':
      counts.LoginsPlaced += 1;
      return dropLogin(network, login.message);
    case 'superseded':
      counts.LoginsSuperseded += 1;
      return dropLogin(network, login.message);
    case 'no-capacity':
      if (mayStandBy(recordOf(network, cell, login.node), settings.policy)) {
        run.standBy(true);
        standBy(network, cell, login.node, messages.nonce(login.message));
        counts.LoginsStoodBy += 1;
      }
      return askAgain(group, login, { kind: 'no-capacity' });
    default:
      return unreachable(placed);
  }
}

const retryCount: Readonly<Record<RetryReason['kind'], CountName>> = {
  deferred: 'LoginsDeferred',
  abandoned: 'LoginsAbandoned',
  'service-busy': 'LoginsBusy',
  'no-capacity': 'LoginsWithoutCapacity',
};

/** Tells a client when to ask again: functions/come-back.ts. */
function askAgain(group: LoginGroup, login: Login, reason: RetryReason): void {
  const { network, run, cell } = group;
  const { messages, counts, settings, decisions, random, startMs } = network;
  counts[retryCount[reason.kind]] += 1;
  const { message } = login;
  if (messages.attempt(message) % rollCallEvery === 0 && !answersRollCall(group, login)) {
    counts.LoginCopiesDropped += 1;
    return dropLogin(network, message);
  }
  if (network.parking.takes(group, login, reason)) return;
  const request = requestOf(network, cell, message);
  const next = decisions.retryLogin(request, reason, settings, random, run.nowMs);
  messages.setAttempt(message, next.attempt);
  messages.setDue(message, Math.ceil(next.dueAtMs - startMs));
  messages.setExtra(message, next.turnAtMs === null ? noTime : Math.floor(next.turnAtMs - startMs));
  group.again.push(message);
}

/** See `answerRollCall`: of several copies the one with the latest proof goes on. */
function answersRollCall({ network, run }: LoginGroup, { message, node }: Login): boolean {
  const { messages, nodes } = network;
  const word = node * nodeStride;
  const nonce = messages.nonce(message);
  const isOnly =
    messages.epoch(message) === nodes[word + nodeField.epoch] &&
    (nodes[word + nodeField.nonceFloor] as number) <= nonce &&
    (nodes[word + nodeField.rollNonce] as number) <= nonce;
  run.answerRollCall(isOnly);
  if (isOnly) nodes[word + nodeField.rollNonce] = nonce;
  return isOnly;
}

function dropLogin(network: Network, message: number): void {
  network.loginsUnderWay -= 1;
  network.messages.drop(message);
}
