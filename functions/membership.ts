// Consumes the membership queue: restarts, losses and lease reports. Each message is idempotent by
// the node's epoch; what follows from it (log-ins, orphans, heal) is sent even if an earlier try
// was cut off.
import {
  type CellView,
  loadHomedAt,
  loadServedCell,
  loadSupernodes,
} from '#adapters/cell-reader.ts';
import { claimHealStart, noteNews } from '#adapters/heal-writer.ts';
import { commitLoss, commitRestart, renewLease } from '#adapters/membership-writer.ts';
import type { Runtime } from '#adapters/runtime.ts';
import { openTable, type Table } from '#adapters/table.ts';
import {
  healStepDue,
  loginRequested,
  type MembershipEvent,
  type NodeLost,
  type NodeRestarted,
  type Place,
  type SupernodeReported,
  supernodeReported,
} from '#domain/events.ts';
import { isHealIdle } from '#domain/heal-standing.ts';
import { isLive, type NodeId, type NodeRecord, type SupernodeRecord } from '#domain/network.ts';
import { nextReportAtMs } from '#domain/report-time.ts';
import { loseSupernode, restartNode } from '#domain/restart-node.ts';
import { unreachable } from '#domain/unreachable.ts';
import { batchConsumer, type Message } from './batch-consumer.ts';
import { parseMembershipEvent } from './messages.ts';
import { onLambda } from './on-lambda.ts';

/** The function's code; see `onLambda`. */
export const membership = (runtime: Runtime) => {
  const table = openTable(runtime);
  return batchConsumer(runtime, {
    queue: 'membership',
    parse: parseMembershipEvent,
    handle: (place, messages) => updateMembership(table, place, messages),
  });
};

export const handler = onLambda(membership);

/** A cell as read for one batch. */
interface Cell extends CellView {
  readonly place: Place;
  readonly supernodes: ReadonlyMap<NodeId, SupernodeRecord>;
}

async function updateMembership(
  table: Table,
  place: Place,
  messages: readonly Message<MembershipEvent>[],
): Promise<void> {
  const cell = await openCell(table, place, messages);
  if (cell === undefined) return;
  let applied: Message<MembershipEvent> | undefined;
  for (const message of messages) {
    const isApplied = await applyToLatest(table, cell, message).then(() => true, message.fail);
    if (isApplied && message.event.type !== 'SupernodeReported') applied = message;
  }
  if (applied) await callHeal(table, cell, applied).catch(applied.fail);
}

async function openCell(
  table: Table,
  place: Place,
  messages: readonly Message<MembershipEvent>[],
): Promise<Cell | undefined> {
  const nodeIds = messages.map(({ event }) => event.nodeId);
  const view = await loadServedCell(table, place, nodeIds);
  if (view === undefined) return undefined;
  const reportsOnly = messages.every(({ event }) => event.type === 'SupernodeReported');
  const offers = reportsOnly ? [] : await loadSupernodes(table, place, { consistent: true });
  return { ...view, place, supernodes: new Map(offers.map((one) => [one.nodeId, one])) };
}

/** How often a message is decided anew, on what was read anew, before it has to come again. */
const readsMax = 3;

/** A node that changed since it was read is read again at once: redelivery would take minutes. */
async function applyToLatest(
  table: Table,
  cell: Cell,
  message: Message<MembershipEvent>,
): Promise<void> {
  let latest: Cell | undefined = cell;
  for (let reads = 1; latest !== undefined; reads += 1) {
    if (await applyEvent(table, latest, message)) return;
    if (reads >= readsMax) throw new Error(`${message.event.id}: the node keeps changing`);
    latest = await openCell(table, cell.place, [message]);
  }
}

/** @returns false when what was read is no longer so, and nothing was changed */
function applyEvent(table: Table, cell: Cell, message: Message<MembershipEvent>): Promise<boolean> {
  const { event } = message;
  switch (event.type) {
    case 'NodeRestarted':
      return restart(table, cell, message, event);
    case 'NodeLost':
      return lose(table, cell, message, event);
    case 'SupernodeReported':
      return renew(table, cell, message, event);
    default:
      return unreachable(event);
  }
}

async function restart(
  table: Table,
  cell: Cell,
  message: Message<MembershipEvent>,
  event: NodeRestarted,
): Promise<boolean> {
  const { runtime } = table;
  const node = cell.nodes.get(event.nodeId);
  const news = restartNode(node, event);
  if (node === undefined || news.kind === 'stale') return isStale(runtime);
  const ownOffer = offerAt(cell, { supernode: node.nodeId, epoch: node.epoch });
  if (news.kind === 'new') {
    const heldAt = offerAt(cell, node.home);
    // The count of a dead offer matters to nobody, and its record may go at any moment.
    const isHeld = heldAt !== undefined && isLive(heldAt, runtime.nowMs());
    const effects = { heldAt: isHeld ? heldAt : undefined, ownOffer };
    const done = await commitRestart(table, cell.place, node, event, effects);
    if (!done) return false;
    runtime.count('NodesRestarted', 1);
  }
  const { bootMsMin, bootMsMax } = cell.run.settings.timings;
  const bootMs = bootMsMin + runtime.random() * (bootMsMax - bootMsMin);
  message.followUps.push(firstLogin(cell, node, event.epoch, runtime.nowMs() + bootMs));
  // Repeated news may find a new offer already: those who are told are the clients of the boot
  // before.
  const lostEpoch = news.kind === 'repeated' ? event.epoch - 1 : ownOffer?.epoch;
  if (lostEpoch !== undefined) await sendOrphans(table, cell, message, event.nodeId, lostEpoch);
  return true;
}

async function lose(
  table: Table,
  cell: Cell,
  message: Message<MembershipEvent>,
  event: NodeLost,
): Promise<boolean> {
  const { runtime } = table;
  const node = cell.nodes.get(event.nodeId);
  const offer = cell.supernodes.get(event.nodeId);
  const news = loseSupernode(node, event, offer, runtime.nowMs());
  if (node === undefined || news.kind === 'stale') return isStale(runtime);
  if (news.kind === 'new' && offer !== undefined) {
    const done = await commitLoss(table, cell.place, node, offer, runtime.nowMs());
    if (!done) return false;
    runtime.count('NodesLost', 1);
  }
  message.followUps.push(firstLogin(cell, node, node.epoch, runtime.nowMs()));
  await sendOrphans(table, cell, message, event.nodeId, event.epoch);
  return true;
}

async function renew(
  table: Table,
  { place, run }: Cell,
  { messageId, followUps }: Message<MembershipEvent>,
  { nodeId, epoch, dueAtMs }: SupernodeReported,
): Promise<boolean> {
  const { leaseMs } = run.settings.timings;
  // Counted from when the report was due, so that a late copy of it extends nothing.
  const untilMs = dueAtMs + leaseMs;
  const renewal = { nodeId, epoch, messageId, nowMs: table.runtime.nowMs(), untilMs };
  const renewed = await renewLease(table, place, renewal);
  if (!renewed) return isStale(table.runtime);
  table.runtime.count('LeasesRenewed', 1);
  const nextAtMs = nextReportAtMs(place.cell, nodeId, run.settings, dueAtMs);
  followUps.push(supernodeReported(place, nodeId, epoch, nextAtMs));
  return true;
}

/** Old news needs nothing but to be counted. */
function isStale(runtime: Runtime): true {
  runtime.count('StaleEvents', 1);
  return true;
}

/** The clients of a supernode that is gone notice it one by one, and log in again. */
async function sendOrphans(
  table: Table,
  cell: Cell,
  { followUps }: Message<MembershipEvent>,
  supernode: NodeId,
  epoch: number,
): Promise<void> {
  const { runtime } = table;
  const orphans = await loadHomedAt(table, cell.place, { supernode, epoch });
  runtime.count('OrphansFound', orphans.length);
  for (const orphan of orphans) {
    const noticeMs = runtime.random() * cell.run.settings.timings.orphanNoticeMsMax;
    followUps.push(firstLogin(cell, orphan, orphan.epoch, runtime.nowMs() + noticeMs));
  }
}

/**
 * Sees to it that somebody looks after the cell: heal under way will not end before it has seen the
 * news, and heal that is idle is sent its next step.
 */
async function callHeal(
  table: Table,
  { place, run }: Cell,
  { followUps, afterSent }: Message<MembershipEvent>,
): Promise<void> {
  const { healStep, healDueAtMs } = await noteNews(table, place);
  const nowMs = table.runtime.nowMs();
  if (!isHealIdle({ healDueAtMs }, run.settings.timings, nowMs)) return;
  followUps.push(healStepDue(place, healStep, nowMs));
  afterSent.push(() => claimHealStart(table, place, healStep, nowMs));
}

function offerAt({ supernodes }: Cell, home: NodeRecord['home']): SupernodeRecord | undefined {
  const offer = home === null ? undefined : supernodes.get(home.supernode);
  return offer?.epoch === home?.epoch ? offer : undefined;
}

function firstLogin({ place }: Cell, { nodeId }: NodeRecord, epoch: number, dueAtMs: number) {
  const dueAt = Math.ceil(dueAtMs);
  return loginRequested(place, { nodeId, epoch, attempt: 1, turnAtMs: null, dueAtMs: dueAt });
}
