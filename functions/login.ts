// Consumes the login queue: check the proof, admit, claim a share of the log-in service, place, or
// say when to come back.

import { type Identity, openIdentity } from '#adapters/identity.ts';
import { knownServedRun, loadServedCell, loadSupernodes } from '#adapters/network/cell-reader.ts';
import { claimLoginService, knowsUsedUp } from '#adapters/network/login-writer.ts';
import { openTable, type Table } from '#adapters/network/table.ts';
import type { Runtime } from '#adapters/runtime.ts';
import { openUseCounter } from '#adapters/use-counter.ts';
import { builtInDecisions } from '#domain/decisions.ts';
import type { LoginRequested, Place } from '#domain/events.ts';
import { mayStandBy } from '#domain/heal/join-candidates.ts';
import { type Admission, hasPriority } from '#domain/login/admit-login.ts';
import {
  afterService,
  attemptMetric,
  endLogin,
  type LoginMetric,
  type LoginOutcome,
  type ProofFlaw,
  planAnswer,
  type Served,
} from '#domain/login/plan-answer.ts';
import { inLine, windowIndexAt } from '#domain/login/serve-in-line.ts';
import { isTurnedAwayUnread } from '#domain/login/turn-away.ts';
import { isSignedIn, type NodeId, type SupernodeRecord } from '#domain/network.ts';
import { unreachable } from '#domain/unreachable.ts';
import {
  batchConsumer,
  done,
  type Failed,
  failed,
  type Handled,
  type Message,
} from './batch-consumer.ts';
import { comeBack } from './login/come-back.ts';
import {
  asTheyCame,
  type Cell,
  type Login,
  moveOn,
  standingAt,
  type UnreadCell,
} from './login/login-batch.ts';
import { placeClients } from './login/place-clients.ts';
import { parseLoginRequested } from './messages.ts';
import { onLambda } from './on-lambda.ts';

/** The function's code; see `onLambda`. */
export const login = (runtime: Runtime) => {
  const counter = openUseCounter(runtime);
  const table = openTable(counter.runtime);
  const identity = openIdentity(runtime);
  return batchConsumer(counter, table, {
    queue: 'login',
    parse: parseLoginRequested,
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
  const { runtime } = table;
  runtime.count(attemptMetric, messages.length);
  const checked = await Promise.all(
    messages.map((message, index) => checkProof(identity, message, index)),
  );
  const unread = usedUpCell(table, identity, place);
  const sorted = unread === undefined ? checked : turnAway(runtime, unread, checked);
  const turnedAway = standingAt(sorted, 'service-busy');
  const left = standingAt(sorted, 'proven');
  if (unread !== undefined && turnedAway.length > 0 && left.length === 0) {
    await claimService(table, unread, turnedAway.length);
    return answerAll(
      table,
      unread,
      moveOn(sorted, 'proven', () => runOver),
    );
  }
  const cell = await openCell(table, identity, place, left);
  if (cell === undefined)
    return moveOn(checked, 'proven', () => runOver).map(({ standing }) => {
      countAll(runtime, endLogin(standing).metrics);
      return done();
    });
  const admitted = admitAll(runtime, cell, sorted);
  const served = await serve(table, cell, admitted, turnedAway.length);
  return answerAll(table, cell, await placeClients(table, cell, served));
}

function answerAll(
  table: Table,
  cell: UnreadCell,
  logins: readonly Login<LoginOutcome | Failed>[],
): Promise<readonly Handled[]> {
  return Promise.all(asTheyCame(logins).map((one) => answer(table, cell, one).catch(failed)));
}

/**
 * A cell whose window this environment knows to be used up.
 * @returns undefined where it may still serve somebody, or the run may be over
 */
function usedUpCell(table: Table, identity: Identity, place: Place): UnreadCell | undefined {
  const { runtime } = table;
  // Decisions of one's own may tell a request something else.
  if (runtime.decisions.admitLogin !== builtInDecisions.admitLogin) return undefined;
  const settings = knownServedRun(table, place.runId)?.settings;
  if (settings === undefined) return undefined;
  const index = windowIndexAt(settings.timings, runtime.nowMs());
  return knowsUsedUp(table, place, index) ? { place, settings, identity } : undefined;
}

/** Turns requests away for which nothing has to be read. */
function turnAway(
  runtime: Runtime,
  { settings }: UnreadCell,
  logins: readonly Login<typeof proven | Refused>[],
): Login<typeof proven | typeof busy | Refused>[] {
  const nowMs = runtime.nowMs();
  return moveOn(logins, 'proven', ({ message, standing }) =>
    isTurnedAwayUnread(message.event, settings, nowMs) ? busy : standing,
  );
}

const proven = { kind: 'proven' } as const;
const runOver = { kind: 'run-over' } as const;
const busy = { kind: 'service-busy' } as const;

type Refused = { readonly kind: 'refused'; readonly reason: ProofFlaw };

/** Before anything is read or written for a request its proof is checked. */
async function checkProof(
  identity: Identity,
  message: Message<LoginRequested>,
  index: number,
): Promise<Login<typeof proven | Refused>> {
  const found = await identity.check(message.event);
  const standing = found === 'valid' ? proven : ({ kind: 'refused', reason: found } as const);
  return { index, message, node: undefined, standing };
}

/**
 * Reads the cell for those whose proof is valid.
 * @returns undefined where there are none, or the run is over
 */
async function openCell(
  table: Table,
  identity: Identity,
  place: Place,
  logins: readonly Login<typeof proven>[],
): Promise<Cell | undefined> {
  if (logins.length === 0) return undefined;
  const nodeIds = logins.map(({ message }) => message.event.nodeId);
  const view = await loadServedCell(table, place, nodeIds);
  if (view === undefined) return undefined;
  const supernodes = await loadSupernodes(table, place, { consistent: true });
  return { place, settings: view.run.settings, view, supernodes, identity };
}

function admitAll(
  runtime: Runtime,
  { view: { cell, nodes }, settings, supernodes }: Cell,
  checked: readonly Login<typeof proven | typeof busy | Refused>[],
): Login<Admission | typeof busy | Refused>[] {
  const nowMs = runtime.nowMs();
  const { admitLogin } = runtime.decisions;
  const byId = new Map<NodeId, SupernodeRecord>(supernodes.map((one) => [one.nodeId, one]));
  const read = checked.map((one) => ({ ...one, node: nodes.get(one.message.event.nodeId) }));
  return moveOn(read, 'proven', ({ message, node }) => {
    const signedIn = node !== undefined && isSignedIn(node, byId, nowMs);
    return admitLogin({ gate: cell.gate, node, signedIn }, message.event, settings, nowMs);
  });
}

/**
 * The log-in service is finite: it serves the first in line, as many as its window holds.
 * @param turnedAwayCount how many asked the window, too, and are turned away
 * @returns all of them, those in line in its order
 */
async function serve(
  table: Table,
  cell: Cell,
  logins: readonly Login<Admission | typeof busy | Refused>[],
  turnedAwayCount: number,
): Promise<Login<LoginOutcome | Served>[]> {
  const { policy } = cell.settings;
  const line = inLine(
    logins,
    ({ node, standing }) =>
      standing.kind === 'admitted' && node !== undefined && hasPriority(node, policy),
  );
  const admitted = standingAt(line, 'admitted');
  const servedCount = await claimService(table, cell, admitted.length + turnedAwayCount);
  const served = new Set(admitted.slice(0, servedCount).map(({ index }) => index));
  return moveOn(line, 'admitted', ({ index, standing }) =>
    afterService(standing, served.has(index)),
  );
}

async function claimService(
  table: Table,
  { place, settings: { timings } }: UnreadCell,
  askCount: number,
): Promise<number> {
  if (askCount === 0) return 0;
  const { rateLimitWindowMs, loginsPerRateLimitWindow } = timings;
  const index = windowIndexAt(timings, table.runtime.nowMs());
  const window = { index, lengthMs: rateLimitWindowMs, capacity: loginsPerRateLimitWindow };
  return claimLoginService(table, place, window, askCount);
}

async function answer(
  table: Table,
  cell: UnreadCell,
  login: Login<LoginOutcome | Failed>,
): Promise<Handled> {
  const { message, node, standing } = login;
  if (standing.kind === 'failed') return standing;
  const standsBy = node !== undefined && mayStandBy(node, cell.settings.policy);
  const planned = planAnswer(standing, message.event.attempt, standsBy);
  countAll(table.runtime, planned.metrics);
  switch (planned.kind) {
    case 'over':
      return done();
    case 'ask-again':
      return done(...(await comeBack(table, cell, login, planned)));
    default:
      return unreachable(planned);
  }
}

function countAll(runtime: Runtime, metrics: readonly LoginMetric[]): void {
  for (const metric of metrics) runtime.count(metric, 1);
}
