// Consumes the login queue: check the proof, admit, claim a share of the log-in service, place, or
// tell when to come back.

import { type Identity, openIdentity, type ProofStanding } from '#adapters/identity.ts';
import { isOver, loadServedCell, loadSupernodes } from '#adapters/network/cell-reader.ts';
import { claimLoginService } from '#adapters/network/login-writer.ts';
import { openTable, type Table } from '#adapters/network/table.ts';
import type { Runtime } from '#adapters/runtime.ts';
import type { LoginRequested, Place } from '#domain/events.ts';
import { hasPriority, type RefusalReason } from '#domain/login/admit-login.ts';
import { answerLogin } from '#domain/login/answer-login.ts';
import type { RetryReason } from '#domain/login/retry-login.ts';
import { isSignedIn, type NodeId, type SupernodeRecord } from '#domain/network.ts';
import type { Metric } from '#domain/stack-names.ts';
import { unreachable } from '#domain/unreachable.ts';
import { batchConsumer, done, failed, type Handled, type Message } from './batch-consumer.ts';
import { comeBack } from './login/come-back.ts';
import type { Cell, Login } from './login/login-batch.ts';
import { type PlacingOutcome, placeClients } from './login/place-clients.ts';
import { parseLoginRequested } from './messages.ts';
import { onLambda } from './on-lambda.ts';

/** The function's code; see `onLambda`. */
export const login = (runtime: Runtime) => {
  const table = openTable(runtime);
  const identity = openIdentity(runtime);
  return batchConsumer(runtime, {
    queue: 'login',
    parse: parseLoginRequested,
    isOver: (runId) => isOver(table, runId),
    handle: (place, messages) => signIn(table, identity, place, messages),
  });
};

export const handler = onLambda(login);

async function signIn(
  table: Table,
  identity: Identity,
  place: Place,
  messages: readonly Message<LoginRequested>[],
): Promise<readonly Handled[]> {
  table.runtime.count('LoginAttempts', messages.length);
  const proven = await provenAmong(table.runtime, identity, messages);
  const handled = await answerAll(table, identity, place, proven);
  // Nothing follows from a request whose proof is not valid, nor for a run that is over.
  return messages.map((message) => handled.get(message) ?? done());
}

async function answerAll(
  table: Table,
  identity: Identity,
  place: Place,
  proven: readonly Message<LoginRequested>[],
): Promise<ReadonlyMap<Message<LoginRequested>, Handled>> {
  if (proven.length === 0) return new Map();
  const nodeIds = proven.map(({ event }) => event.nodeId);
  const view = await loadServedCell(table, place, nodeIds);
  if (view === undefined) return new Map();
  const supernodes = await loadSupernodes(table, place, { consistent: true });
  const cell = { place, settings: view.run.settings, view, supernodes, identity };
  const logins = admitAll(table.runtime, cell, proven);
  const served = await serve(table, cell, logins);
  const placed = await placeClients(table, cell, [...served]);
  const handled = await Promise.all(
    logins.map((one) =>
      answer(table, cell, one, served.has(one), placed.get(one)).then(
        (followUps) => done(...followUps),
        failed,
      ),
    ),
  );
  return new Map(logins.map(({ message }, index) => [message, handled[index] ?? done()]));
}

/**
 * Before anything is read or written for a request its proof is checked; without the key nobody
 * gets any further.
 */
async function provenAmong(
  runtime: Runtime,
  identity: Identity,
  messages: readonly Message<LoginRequested>[],
): Promise<Message<LoginRequested>[]> {
  const standings = await Promise.all(messages.map(({ event }) => identity.check(event)));
  return messages.filter((_, index) => {
    const standing = standings[index];
    if (standing === undefined || standing === 'valid') return standing === 'valid';
    refuse(runtime, standing);
    return false;
  });
}

function admitAll(
  runtime: Runtime,
  { view: { cell, nodes }, settings, supernodes }: Cell,
  messages: readonly Message<LoginRequested>[],
): Login[] {
  const nowMs = runtime.nowMs();
  const { admitLogin } = runtime.decisions;
  const byId = new Map<NodeId, SupernodeRecord>(supernodes.map((one) => [one.nodeId, one]));
  return messages.map((message) => {
    const node = nodes.get(message.event.nodeId);
    const signedIn = node !== undefined && isSignedIn(node, byId, nowMs);
    const facts = { gate: cell.gate, node, signedIn };
    return { message, node, admission: admitLogin(facts, message.event, settings, nowMs) };
  });
}

/**
 * The log-in service is finite: it serves the first of those admitted, as many as its window holds.
 * @returns those that it served, who have priority first
 */
async function serve(
  table: Table,
  { place, settings: { timings, policy } }: Cell,
  logins: readonly Login[],
): Promise<ReadonlySet<Login>> {
  const admitted = logins.filter(({ admission }) => admission.kind === 'admitted');
  if (admitted.length === 0) return new Set();
  const isFirst = ({ node }: Login) => node !== undefined && hasPriority(node, policy);
  const inLine = [...admitted.filter(isFirst), ...admitted.filter((one) => !isFirst(one))];
  const index = Math.floor(table.runtime.nowMs() / timings.loginWindowMs);
  const endsAtMs = (index + 1) * timings.loginWindowMs;
  const window = { index, endsAtMs, capacity: timings.loginsPerWindow };
  const servedCount = await claimLoginService(table, place, window, inLine.length);
  return new Set(inLine.slice(0, servedCount));
}

/** @returns the events that follow */
async function answer(
  table: Table,
  cell: Cell,
  login: Login,
  isServed: boolean,
  placed: PlacingOutcome | undefined,
): Promise<LoginRequested[]> {
  const { runtime } = table;
  if (placed?.kind === 'failed') throw placed.cause;
  const { message, node, admission } = login;
  const admitted = { request: message.event, node, admission };
  const answered = answerLogin(admitted, isServed, placed, cell.settings.policy);
  switch (answered.kind) {
    case 'placed':
      runtime.count('LoginsPlaced', 1);
      return [];
    case 'superseded':
      runtime.count('LoginsSuperseded', 1);
      return [];
    case 'refused':
      refuse(runtime, answered.reason);
      return [];
    case 'ask-again':
      runtime.count(retryMetric[answered.reason.kind], 1);
      return comeBack(table, cell, login, answered);
    default:
      return unreachable(answered);
  }
}

const retryMetric: Readonly<Record<RetryReason['kind'], Metric>> = {
  deferred: 'LoginsDeferred',
  abandoned: 'LoginsAbandoned',
  'service-busy': 'LoginsBusy',
  'no-capacity': 'LoginsWithoutCapacity',
  changed: 'LoginsOvertaken',
};

type Refusal = RefusalReason | Exclude<ProofStanding, 'valid'>;

function refuse(runtime: Runtime, reason: Refusal): void {
  runtime.count('LoginsRefused', 1);
  const metric = refusalMetric[reason];
  if (metric !== undefined) runtime.count(metric, 1);
}

/** What is wrong with a proof is counted by itself, too. */
const refusalMetric: Readonly<Partial<Record<Refusal, Metric>>> = {
  forged: 'LoginsForged',
  expired: 'LoginsExpired',
  replayed: 'LoginsReplayed',
};
