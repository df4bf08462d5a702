// Consumes the login queue: admit, claim a share of the log-in service, place, or tell when to come back.
import { type CellView, loadCell, loadSupernodes } from '#adapters/cell-reader.ts';
import { claimLoginService, commitPlacement } from '#adapters/login-writer.ts';
import type { Runtime } from '#adapters/runtime.ts';
import { openTable, type Table } from '#adapters/table.ts';
import { admitLogin } from '#domain/admit-login.ts';
import type { LoginRequested, Place } from '#domain/events.ts';
import { placementTriesMax } from '#domain/limits.ts';
import { isSignedIn, type NodeRecord, type SupernodeRecord } from '#domain/network.ts';
import { placeClient } from '#domain/place-client.ts';
import { type RetryReason, retryLogin } from '#domain/retry-login.ts';
import { unreachable } from '#domain/unreachable.ts';
import { batchConsumer, type Message } from './batch-consumer.ts';
import { parseLoginRequested } from './messages.ts';
import { onLambda } from './on-lambda.ts';

type Login = Message<LoginRequested>;

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

async function signIn(table: Table, place: Place, messages: readonly Login[]): Promise<void> {
  const view = await loadCell(
    table,
    place,
    messages.map(({ event }) => event.nodeId),
  );
  if (view === undefined || view.run.status === 'finished') return;
  const supernodes = await loadSupernodes(table, place, { consistent: false });
  const admitted = admit(table, view, supernodes, messages);
  if (admitted.length === 0) return;
  const served = await serve(table, place, view, admitted);
  await Promise.all(
    served.map((one) => placeOne(table, place, view, [...supernodes], one).catch(one.message.fail)),
  );
}

/** An admitted log-in, with the node that it is for. */
interface Admitted {
  readonly message: Login;
  readonly node: NodeRecord;
  readonly clientGone: boolean;
}

function admit(
  { runtime }: Table,
  { run, cell, nodes }: CellView,
  supernodes: readonly SupernodeRecord[],
  messages: readonly Login[],
): Admitted[] {
  const nowMs = runtime.nowMs();
  const byId = new Map(supernodes.map((one) => [one.nodeId, one]));
  runtime.count('LoginAttempts', messages.length);
  return messages.flatMap((message) => {
    const node = nodes.get(message.event.nodeId);
    const signedIn = node !== undefined && isSignedIn(node, byId, nowMs);
    const facts = { gate: cell.gate, node, signedIn };
    const admission = admitLogin(facts, message.event, run.settings, nowMs);
    switch (admission.kind) {
      case 'admitted':
        return node ? [{ message, node, clientGone: admission.clientGone }] : [];
      case 'deferred':
        runtime.count('LoginsDeferred', 1);
        comeBack(runtime, run.settings, message, admission);
        return [];
      case 'abandoned':
        runtime.count('LoginsAbandoned', 1);
        comeBack(runtime, run.settings, message, admission);
        return [];
      case 'superseded':
        runtime.count('LoginsSuperseded', 1);
        return [];
      case 'refused':
        runtime.count('LoginsRefused', 1);
        return [];
      default:
        return unreachable(admission);
    }
  });
}

/** The log-in service is finite: what does not fit in this window is turned away. */
async function serve(
  table: Table,
  place: Place,
  { run: { settings } }: CellView,
  admitted: readonly Admitted[],
): Promise<Admitted[]> {
  const { runtime } = table;
  const { loginWindowMs, loginsPerWindow } = settings.timings;
  const index = Math.floor(runtime.nowMs() / loginWindowMs);
  const window = { index, endsAtMs: (index + 1) * loginWindowMs, capacity: loginsPerWindow };
  const servedCount = await claimLoginService(table, place, window, admitted.length);
  for (const { message } of admitted.slice(servedCount)) {
    runtime.count('LoginsBusy', 1);
    comeBack(runtime, settings, message, { kind: 'service-busy' });
  }
  return admitted.slice(0, servedCount).filter(({ message, clientGone }) => {
    // The service did the work, but nobody waits for it any more.
    if (!clientGone) return true;
    runtime.count('LoginsAbandoned', 1);
    comeBack(runtime, settings, message, { kind: 'abandoned' });
    return false;
  });
}

async function placeOne(
  table: Table,
  place: Place,
  { run: { settings } }: CellView,
  supernodes: SupernodeRecord[],
  { message, node }: Admitted,
): Promise<void> {
  const { runtime } = table;
  for (let tries = 1; tries <= placementTriesMax; tries += 1) {
    const nowMs = runtime.nowMs();
    const placement = placeClient(supernodes, runtime.random, nowMs);
    if (placement.kind === 'no-capacity') break;
    const { supernode } = placement;
    const outcome = await commitPlacement(table, place, node, supernode, nowMs);
    if (outcome === 'placed') return runtime.count('LoginsPlaced', 1);
    if (outcome === 'superseded') return runtime.count('LoginsSuperseded', 1);
    runtime.count('PlacementsContended', 1);
    supernodes.splice(supernodes.indexOf(supernode), 1);
  }
  runtime.count('LoginsWithoutCapacity', 1);
  comeBack(runtime, settings, message, { kind: 'no-capacity' });
}

function comeBack(
  runtime: Runtime,
  settings: CellView['run']['settings'],
  { event, followUps }: Login,
  reason: RetryReason,
): void {
  followUps.push(retryLogin(event, reason, settings, runtime.random, runtime.nowMs()));
}
