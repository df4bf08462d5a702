// Consumes the login queue: admit, claim a share of the log-in service, place, or tell when to come
// back.
import { type CellView, loadServedCell, loadSupernodes } from '#adapters/cell-reader.ts';
import { answerRollCall, claimLoginService, commitPlacement } from '#adapters/login-writer.ts';
import type { Metric, Runtime } from '#adapters/runtime.ts';
import { openTable, type Table } from '#adapters/table.ts';
import { type Admission, admitLogin } from '#domain/admit-login.ts';
import type { LoginRequested, Place } from '#domain/events.ts';
import { placementTriesMax, rollCallEvery } from '#domain/limits.ts';
import { isSignedIn, type NodeId, type NodeRecord, type SupernodeRecord } from '#domain/network.ts';
import { placeClient } from '#domain/place-client.ts';
import { type RetryReason, retryLogin } from '#domain/retry-login.ts';
import type { Run } from '#domain/run-settings.ts';
import { batchConsumer, type Message } from './batch-consumer.ts';
import { parseLoginRequested } from './messages.ts';
import { onLambda } from './on-lambda.ts';

/** The function's code; see `onLambda`. */
export const login = (runtime: Runtime) => {
  const table = openTable(runtime);
  return batchConsumer(runtime, {
    queue: 'login',
    parse: parseLoginRequested,
    handle: (place, messages) => signIn(table, place, messages),
  });
};

export const handler = onLambda(login);

/** A cell as read for one batch of log-ins. */
interface Cell {
  readonly place: Place;
  readonly settings: Run['settings'];
  readonly view: CellView;
  readonly supernodes: readonly SupernodeRecord[];
}

/** One request with what was decided about it so far. */
interface Login {
  readonly message: Message<LoginRequested>;
  readonly node: NodeRecord | undefined;
  readonly admission: Admission;
}

async function signIn(
  table: Table,
  place: Place,
  messages: readonly Message<LoginRequested>[],
): Promise<void> {
  const view = await loadServedCell(
    table,
    place,
    messages.map(({ event }) => event.nodeId),
  );
  if (view === undefined) return;
  const supernodes = await loadSupernodes(table, place, { consistent: true });
  const cell = { place, settings: view.run.settings, view, supernodes };
  const logins = admitAll(table.runtime, cell, messages);
  const isServed = await serve(table, cell, logins);
  await Promise.all(
    logins.map((one) => answer(table, cell, one, isServed(one)).catch(one.message.fail)),
  );
}

function admitAll(
  runtime: Runtime,
  { view: { cell, nodes }, settings, supernodes }: Cell,
  messages: readonly Message<LoginRequested>[],
): Login[] {
  const nowMs = runtime.nowMs();
  const byId = new Map<NodeId, SupernodeRecord>(supernodes.map((one) => [one.nodeId, one]));
  runtime.count('LoginAttempts', messages.length);
  return messages.map((message) => {
    const node = nodes.get(message.event.nodeId);
    const signedIn = node !== undefined && isSignedIn(node, byId, nowMs);
    const facts = { gate: cell.gate, node, signedIn };
    return { message, node, admission: admitLogin(facts, message.event, settings, nowMs) };
  });
}

/**
 * The log-in service is finite: it serves the first of those admitted, as many as its window holds.
 */
async function serve(
  table: Table,
  { place, settings: { timings } }: Cell,
  logins: readonly Login[],
): Promise<(login: Login) => boolean> {
  const admitted = logins.filter(({ admission }) => admission.kind === 'admitted');
  if (admitted.length === 0) return () => false;
  const index = Math.floor(table.runtime.nowMs() / timings.loginWindowMs);
  const endsAtMs = (index + 1) * timings.loginWindowMs;
  const window = { index, endsAtMs, capacity: timings.loginsPerWindow };
  const servedCount = await claimLoginService(table, place, window, admitted.length);
  const served = new Set(admitted.slice(0, servedCount));
  return (login) => served.has(login);
}

async function answer(table: Table, cell: Cell, login: Login, isServed: boolean): Promise<void> {
  const { message, node, admission } = login;
  const { runtime } = table;
  if (admission.kind === 'superseded') return runtime.count('LoginsSuperseded', 1);
  if (admission.kind === 'refused' || node === undefined) return runtime.count('LoginsRefused', 1);
  const reason = holdUp(admission, isServed) ?? (await placeNode(table, cell, node));
  if (reason === null) return;
  runtime.count(retryMetric[reason.kind], 1);
  await comeBack(table, cell, message, reason);
}

/** What keeps an acceptable request from being placed now; undefined when nothing does. */
function holdUp(
  admission: Exclude<Admission, { kind: 'superseded' | 'refused' }>,
  isServed: boolean,
): RetryReason | undefined {
  if (admission.kind !== 'admitted') return admission;
  if (!isServed) return { kind: 'service-busy' };
  // The service did the work, but nobody waits for the answer any more.
  return admission.clientGone ? { kind: 'abandoned' } : undefined;
}

const retryMetric: Readonly<Record<RetryReason['kind'], Metric>> = {
  deferred: 'LoginsDeferred',
  abandoned: 'LoginsAbandoned',
  'service-busy': 'LoginsBusy',
  'no-capacity': 'LoginsWithoutCapacity',
};

/** @returns null when the request is answered, else why the client has to ask again */
async function placeNode(
  table: Table,
  { place, supernodes }: Cell,
  node: NodeRecord,
): Promise<RetryReason | null> {
  const { runtime } = table;
  const left = [...supernodes];
  for (let tries = 1; tries <= placementTriesMax; tries += 1) {
    const nowMs = runtime.nowMs();
    const placement = placeClient(left, runtime.random, nowMs);
    if (placement.kind === 'no-capacity') break;
    const outcome = await commitPlacement(table, place, node, placement.supernode, nowMs);
    if (outcome !== 'contended') {
      runtime.count(outcome === 'placed' ? 'LoginsPlaced' : 'LoginsSuperseded', 1);
      return null;
    }
    runtime.count('PlacementsContended', 1);
    left.splice(left.indexOf(placement.supernode), 1);
  }
  return { kind: 'no-capacity' };
}

/** Tells a client when to ask again, once it is sure that no copy of the request does so too. */
async function comeBack(
  table: Table,
  { place, settings }: Cell,
  { event, messageId, followUps }: Message<LoginRequested>,
  reason: RetryReason,
): Promise<void> {
  const { runtime } = table;
  if (event.attempt % rollCallEvery === 0) {
    const isOnly = await answerRollCall(table, place, event, messageId);
    if (!isOnly) return runtime.count('LoginCopiesDropped', 1);
  }
  followUps.push(retryLogin(event, reason, settings, runtime.random, runtime.nowMs()));
}
