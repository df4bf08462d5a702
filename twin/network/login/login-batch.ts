// The login function on the twin: functions/login.ts and what it calls, without a table.

import { rollCallEvery } from '#domain/limits.ts';
import { hasPriority } from '#domain/login/admit-login.ts';
import type { RetryReason } from '#domain/login/retry-login.ts';
import { unreachable } from '#domain/unreachable.ts';
import { standBy } from '../membership/change-node.ts';
import type { CountName, Network } from '../network-state.ts';
import { nodeField, nodeFlag, nodeStride } from '../node-table.ts';
import { distinctNodes, groupByCell, noFollowUps, sendAll } from '../queues/group-by-cell.ts';
import { claimWindow } from './asked-windows.ts';
import { admit, askNext } from './login-decisions.ts';
import type { Login, LoginGroup, Placed } from './login-group.ts';
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
      { network, run: run.at(cell), cell: network.cell(cell), again: followUps.login },
      messages,
    );
    run.next();
  }
  run.join();
  // What came before its time is sent on if the run goes on.
  if (hasEarly) run.readRun();
  sendAll(network, run, followUps);
  network.counts.MessagesHandled += batch.length;
  return run.end();
}

function signIn(group: LoginGroup, batch: readonly number[]): void {
  const { network, run, cell } = group;
  const { messages, counts } = network;
  counts.LoginAttempts += batch.length;
  run.knowKey();
  run.readCell(distinctNodes(messages, batch));
  if (run.knowsRunEnded(network.finishedAtMs, network.settings.endsAtMs)) {
    for (const message of batch) dropLogin(network, message);
    return;
  }
  run.readOffers(cell.offers.length, cell.renewedCount, true);
  const logins: Login[] = [];
  for (const message of batch) {
    const admission = admit(network, cell, message, run.nowMs);
    const node = messages.node(message);
    logins.push({ message, node, admission, isServed: false, placed: null });
  }
  placeClients(group, serve(group, logins));
  run.fork();
  for (const login of logins) {
    answer(group, login);
    run.next();
  }
  run.join();
}

/** Marks those that the log-in service serves. @returns them, who have priority first */
function serve({ network, run, cell }: LoginGroup, logins: readonly Login[]): readonly Login[] {
  const inLine = admittedInOrder(network, logins);
  if (inLine.length === 0) return inLine;
  const { timings } = network.settings;
  // The handler picks the window before it asks.
  const { nowMs } = run;
  run.claimWindow();
  network.parking.settle(cell, nowMs);
  const servedCount = claimWindow(cell, timings, nowMs, inLine.length);
  const served = servedCount === inLine.length ? inLine : inLine.slice(0, servedCount);
  for (const login of served) login.isServed = true;
  return served;
}

function admittedInOrder(network: Network, logins: readonly Login[]): readonly Login[] {
  const { nodes, settings } = network;
  const inLine: Login[] = [];
  const others: Login[] = [];
  for (const login of logins) {
    if (login.admission.kind !== 'admitted') continue;
    const flags = nodes[login.node * nodeStride + nodeField.flags] as number;
    const isFirst = hasPriority({ eligible: (flags & nodeFlag.eligible) !== 0 }, settings.policy);
    if (isFirst) inLine.push(login);
    else others.push(login);
  }
  for (const login of others) inLine.push(login);
  return inLine;
}

/** A batch of the twin's meets no other one, so that no node changes while it is placed. */
type TwinReason = Exclude<RetryReason, { kind: 'changed' }>;

/** Reasons that are always the same, so that none is made anew. */
const reasons = {
  busy: { kind: 'service-busy' },
  abandoned: { kind: 'abandoned' },
  noCapacity: { kind: 'no-capacity' },
} as const satisfies Record<string, TwinReason>;

function answer(group: LoginGroup, login: Login): void {
  const { network } = group;
  const { admission, isServed, placed } = login;
  switch (admission.kind) {
    case 'superseded':
      network.counts.LoginsSuperseded += 1;
      dropLogin(network, login.message);
      return;
    case 'refused':
      network.counts.LoginsRefused += 1;
      if (admission.reason === 'replayed') network.counts.LoginsReplayed += 1;
      dropLogin(network, login.message);
      return;
    case 'deferred':
    case 'abandoned':
      askAgain(group, login, admission);
      return;
    case 'admitted':
      if (!isServed) askAgain(group, login, reasons.busy);
      else if (placed === null) askAgain(group, login, reasons.abandoned);
      else answerPlaced(group, login, placed);
      return;
    default:
      unreachable(admission);
  }
}

function answerPlaced(group: LoginGroup, login: Login, placed: Placed): void {
  const { network, run, cell } = group;
  const { counts, messages } = network;
  switch (placed) {
    case 'placed':
      counts.LoginsPlaced += 1;
      dropLogin(network, login.message);
      return;
    case 'superseded':
      counts.LoginsSuperseded += 1;
      dropLogin(network, login.message);
      return;
    case 'no-capacity':
      if (mayStandByNow(network, login.node)) {
        run.standBy(true);
        standBy(network, cell, login.node, messages.nonce(login.message));
        counts.LoginsStoodBy += 1;
      }
      askAgain(group, login, reasons.noCapacity);
      return;
    default:
      unreachable(placed);
  }
}

const retryCount: Readonly<Record<TwinReason['kind'], CountName>> = {
  deferred: 'LoginsDeferred',
  abandoned: 'LoginsAbandoned',
  'service-busy': 'LoginsBusy',
  'no-capacity': 'LoginsWithoutCapacity',
};

/** Tells a client when to ask again: functions/login/come-back.ts. */
function askAgain(group: LoginGroup, login: Login, reason: TwinReason): void {
  const { network, run, cell } = group;
  const { messages, counts } = network;
  counts[retryCount[reason.kind]] += 1;
  const { message } = login;
  if (messages.attempt(message) % rollCallEvery === 0 && !answersRollCall(group, login)) {
    counts.LoginCopiesDropped += 1;
    dropLogin(network, message);
    return;
  }
  if (network.parking.takes(cell, login, reason, run.nowMs)) return;
  askNext(network, cell, message, reason, run.nowMs);
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
