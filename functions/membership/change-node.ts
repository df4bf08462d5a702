// What news of a node changes, and what follows from it: its log-in, and its orphans'. News that is
// known already, or overtaken, changes nothing, but what followed may never have been sent.
import {
  commitLoss,
  commitNodeChange,
  commitOperatorBoot,
} from '#adapters/network/membership-writer.ts';
import type { Table } from '#adapters/network/table.ts';
import {
  type ControlEvent,
  type MembershipEvent,
  type NodeJoined,
  type NodeLeft,
  type NodeLost,
  type NodeRestarted,
  supernodeReported,
} from '#domain/events.ts';
import { joinNode } from '#domain/membership/join-node.ts';
import { leaveNode } from '#domain/membership/leave-node.ts';
import type { NodeChange } from '#domain/membership/node-writes.ts';
import { nextReportAtMs } from '#domain/membership/report-time.ts';
import {
  loseOperatorRun,
  loseSupernode,
  type News,
  neverSeen,
  restartNode,
} from '#domain/membership/restart-node.ts';
import type { NodeRecord, SupernodeRecord } from '#domain/network.ts';
import { type MembershipCell, offerAt } from './membership-cell.ts';
import { bootedAtMs, firstLogin, tellOrphans } from './play-clients.ts';

/**
 * What became of the news that a message brought, and the events that follow from it.
 * - `news`: something happened that heal has to know of.
 * - `stale`: old news, or of no consequence.
 * - `outdated`: what was read is no longer so, and nothing was changed.
 * - `run-over`: the run ended meanwhile.
 */
export interface Applied {
  readonly kind: 'news' | 'no-news' | 'stale' | 'outdated' | 'run-over';
  readonly followUps: readonly ControlEvent[];
}

function nothingFollows(kind: Applied['kind']): Applied {
  return { kind, followUps: [] };
}

/** A PC was switched on: it waits, and logs in once it has booted. */
export async function followJoin(
  table: Table,
  cell: MembershipCell,
  event: NodeJoined,
): Promise<Applied> {
  if (isOfOperator(cell, event)) return nothingFollows('stale');
  const { epoch, eligible, claimedSlots, utcOffsetMinutes } = event;
  const node = knownNode(cell, event);
  const news = joinNode(node, event);
  if (news.kind === 'new') {
    const profile = { eligible, claimedSlots, utcOffsetMinutes };
    const change = { epoch, state: 'waiting', ...profile } as const;
    // One that was thought to be on left before it was switched on again, with a sign-off.
    if (!(await changeNode(table, cell, node, change, { signsOff: true })))
      return nothingFollows('outdated');
    table.runtime.count('NodesJoined', 1);
  }
  return followBoot(table, cell, event, node, news);
}

/** A PC restarted: its offer is dead, unless it signed off, and it logs in once it has booted. */
export async function followRestart(
  table: Table,
  cell: MembershipCell,
  event: NodeRestarted,
): Promise<Applied> {
  if (isOfOperator(cell, event)) return nothingFollows('stale');
  const { epoch, waveIndex, cause } = event;
  const node = knownNode(cell, event);
  const news = restartNode(node, event);
  if (news.kind === 'stale') return nothingFollows('stale');
  if (news.kind === 'new') {
    const signsOff = cause === 'self-protection';
    const change = { epoch, state: 'waiting', waveIndex } as const;
    if (!(await changeNode(table, cell, node, change, { signsOff })))
      return nothingFollows('outdated');
    table.runtime.count(signsOff ? 'SelfProtections' : 'NodesRestarted', 1);
  }
  return followBoot(table, cell, event, node, news);
}

/** A PC was switched off with a sign-off: whoever it carried logs in elsewhere. */
export async function followLeave(
  table: Table,
  cell: MembershipCell,
  event: NodeLeft,
): Promise<Applied> {
  if (isOfOperator(cell, event)) return nothingFollows('stale');
  const node = knownNode(cell, event);
  const news = leaveNode(node, event);
  if (news.kind === 'new') {
    const change = { epoch: event.epoch, state: 'offline' } as const;
    if (!(await changeNode(table, cell, node, change, { signsOff: true })))
      return nothingFollows('outdated');
    table.runtime.count('NodesLeft', 1);
    // A client that goes leaves nobody waiting, so that nobody has to look after its cell.
    if (ownOffer(cell, node) === undefined) return nothingFollows('no-news');
  }
  if (news.kind === 'overtaken') table.runtime.count('StaleEvents', 1);
  const left = { nodeId: event.nodeId, epoch: event.epoch + 1 };
  return { kind: 'news', followUps: await tellOrphans(table, cell, left) };
}

/** A supernode fell silent: it and its clients log in again. */
export async function followLoss(
  table: Table,
  cell: MembershipCell,
  event: NodeLost,
): Promise<Applied> {
  const { runtime } = table;
  const offer = cell.supernodes.get(event.nodeId);
  if (offer?.operatorRun) return followOperatorLoss(table, cell, offer, event);
  const node = knownNode(cell, event);
  const news = loseSupernode(node, event, offer, runtime.nowMs());
  if (news.kind === 'stale') return nothingFollows('stale');
  if (news.kind === 'new' && offer !== undefined) {
    const isDone = await commitLoss(table, cell.place, node, offer, runtime.nowMs());
    if (!isDone) return nothingFollows('outdated');
    runtime.count('NodesLost', 1);
  }
  const followUps: ControlEvent[] = [];
  if (news.kind === 'overtaken') runtime.count('StaleEvents', 1);
  else followUps.push(await firstLogin(cell, node, node.epoch, runtime.nowMs()));
  const lost = { nodeId: node.nodeId, epoch: event.epoch + 1 };
  followUps.push(...(await tellOrphans(table, cell, lost)));
  return { kind: 'news', followUps };
}

async function followOperatorLoss(
  table: Table,
  cell: MembershipCell,
  offer: SupernodeRecord,
  event: NodeLost,
): Promise<Applied> {
  const { runtime } = table;
  const { settings } = cell.run;
  const next = { nodeId: event.nodeId, epoch: event.epoch + 1 };
  const nowMs = runtime.nowMs();
  const news = loseOperatorRun(offer, event, nowMs);
  if (news.kind === 'stale') return nothingFollows('stale');
  if (news.kind === 'new') {
    const leaseUntilMs = nowMs + settings.timings.leaseMs;
    const isDone = await commitOperatorBoot(table, cell.place, offer, { nowMs, leaseUntilMs });
    if (!isDone) return nothingFollows('outdated');
    runtime.count('NodesLost', 1);
  }
  const followUps: ControlEvent[] = [];
  if (news.kind !== 'overtaken') {
    const dueAtMs = nextReportAtMs(cell.place.cell, next.nodeId, settings, nowMs);
    followUps.push(supernodeReported(cell.place, next.nodeId, next.epoch, dueAtMs));
  }
  followUps.push(...(await tellOrphans(table, cell, next)));
  return { kind: 'news', followUps };
}

/** A node that waits after its boot logs in; those whom it carried before are told. */
async function followBoot(
  table: Table,
  cell: MembershipCell,
  event: NodeJoined | NodeRestarted,
  node: NodeRecord,
  news: News,
): Promise<Applied> {
  const { nodeId, epoch } = event;
  const followUps: ControlEvent[] = [];
  if (news.kind === 'overtaken') table.runtime.count('StaleEvents', 1);
  else followUps.push(await firstLogin(cell, node, epoch, bootedAtMs(table, cell)));
  // Only news that is no longer new may find that its node carried somebody and no trace of it.
  if (news.kind !== 'new' || ownOffer(cell, node) !== undefined)
    followUps.push(...(await tellOrphans(table, cell, { nodeId, epoch })));
  return { kind: 'news', followUps };
}

function changeNode(
  table: Table,
  cell: MembershipCell,
  node: NodeRecord,
  change: NodeChange,
  { signsOff }: { signsOff: boolean },
): Promise<boolean> {
  const held = offerAt(cell, node.home);
  // A restart made all slots of its offer void. A lease that seems over may have been renewed since
  // it was read, or by another clock still run: there the slot is given back.
  const heldAt = held?.nodeEpoch === held?.epoch ? held : undefined;
  const effects = { heldAt, ownOffer: ownOffer(cell, node), signsOff };
  return commitNodeChange(table, cell.place, node, change, effects);
}

/** The operator's own machines are no users' nodes: whoever joins in the name of one is not it. */
function isOfOperator({ supernodes }: MembershipCell, { nodeId }: MembershipEvent): boolean {
  return supernodes.get(nodeId)?.operatorRun === true;
}

function knownNode({ nodes, place }: MembershipCell, { nodeId }: MembershipEvent): NodeRecord {
  return nodes.get(nodeId) ?? neverSeen(place.cell, nodeId);
}

function ownOffer(cell: MembershipCell, { nodeId, epoch }: NodeRecord) {
  return offerAt(cell, { supernode: nodeId, epoch });
}
