// What news of a node leads to: what is written, and everything that follows from it. The functions
// carry a plan out on a table and queues, the twin on arrays and a wheel. Neither adds a rule.
import type { LeaseRenewed, NodeJoined, NodeLeft, NodeLost, NodeRestarted } from '../events.ts';
import type { NodeRecord, SupernodeRecord } from '../network.ts';
import type { RunSettings } from '../run-settings.ts';
import type { Metric } from '../stack-names.ts';
import { unreachable } from '../unreachable.ts';
import { joinNode } from './join-node.ts';
import { leaveNode } from './leave-node.ts';
import { protectsItself, type RenewalLoad } from './protect-supernode.ts';
import { loseOperatorRun, loseSupernode, type News, restartNode } from './restart-node.ts';
import { slotBackTo } from './slot-return.ts';

/** As much of an event as its plan depends on. */
export type NodeEvent =
  | Pick<NodeJoined, 'type' | 'epoch'>
  | Pick<NodeLeft, 'type' | 'epoch'>
  | Pick<NodeRestarted, 'type' | 'epoch' | 'cause'>
  | Pick<NodeLost, 'type' | 'epoch'>
  | Pick<LeaseRenewed, 'type' | 'epoch' | 'dueAtMs'>;

/** What was read around a node before news of it is handled. */
export interface NodeSeen<Registration extends SupernodeRecord = SupernodeRecord> {
  /** As `neverSeen` for an unknown node. Renewals do not need it. */
  readonly node: Pick<NodeRecord, 'epoch' | 'state'>;
  /** The registration that the node's home names, live or dead; undefined where it is gone. */
  readonly home: Registration | undefined;
  /** The node's latest registration as a supernode, live or dead, at whatever boot. */
  readonly registration: Registration | undefined;
  /** The load of the cell's supernodes lately; null where nobody would sign off for it. */
  readonly load: RenewalLoad | null;
}

/** How a node moves to where news says it is, with all that changes in the same transaction. */
export interface NodeMove<Registration extends SupernodeRecord = SupernodeRecord> {
  readonly epoch: number;
  readonly state: Exclude<NodeRecord['state'], 'online'>;
  /** What the cell's population grows by: 1, 0 or -1. */
  readonly moreUsers: number;
  /** The registration that still counts this client, and gets its slot back. */
  readonly slotBackTo: Registration | undefined;
  /** The node's own registration, which ends with its boot. */
  readonly ownRegistration: Registration | undefined;
  /** With a sign-off its registration is withdrawn; without, it stays, dead, for heal to retire. */
  readonly signsOff: boolean;
}

/** What is written first. Nothing follows before it is. */
export type ChangeWrite<Registration extends SupernodeRecord = SupernodeRecord> =
  | { readonly kind: 'none' }
  | { readonly kind: 'move'; readonly move: NodeMove<Registration> }
  /** A silent supernode is no longer one, and waits as a client. */
  | { readonly kind: 'lose'; readonly registration: Registration }
  /** The operator starts its silent supernode again, at its next boot. */
  | {
      readonly kind: 'boot-operator';
      readonly registration: Registration;
      readonly leaseUntilMs: number;
    }
  /** A lease is extended, at one boot of its supernode. */
  | { readonly kind: 'renew'; readonly epoch: number; readonly untilMs: number };

/** What is counted once the write is done. */
export type ChangeMetric = Extract<
  Metric,
  | 'NodesJoined'
  | 'NodesLeft'
  | 'NodesRestarted'
  | 'SelfProtections'
  | 'NodesLost'
  | 'LeasesRenewed'
  | 'StaleEvents'
>;

/** Counts each orphan that is notified. */
export const orphanMetric = 'OrphansFound' as const satisfies Metric;

/** What one message leads to. Executors do it in the order of these fields. */
export interface Change<Registration extends SupernodeRecord = SupernodeRecord> {
  readonly write: ChangeWrite<Registration>;
  /** What applies where the write did not happen; null: all is read again, and planned anew. */
  readonly ifNotWritten: Change<Registration> | null;
  readonly metric: ChangeMetric | null;
  /** When the node first asks to sign in at the event's boot. */
  readonly firstLogin: 'none' | 'after-boot' | 'at-once';
  /** The supernode's next renewal, of this boot: its time is the first one after `afterMs`. */
  readonly nextRenewal: { readonly epoch: number; readonly afterMs: number } | null;
  /** Clients that are homed at a boot of this node before this one are notified, and log in. */
  readonly orphansBeforeEpoch: number | null;
  /** The boot to which the supernode restarts at once by its own will, to protect itself. */
  readonly selfRestartEpoch: number | null;
  /** Whether heal has to look after the cell. */
  readonly callsHeal: boolean;
}

/**
 * Decides what news of a node leads to. A node that does not change may have changed already, by an
 * earlier try that was cut off before all that follows was sent: then it is sent again.
 */
export function planChange<Registration extends SupernodeRecord>(
  event: NodeEvent,
  seen: NodeSeen<Registration>,
  settings: Pick<RunSettings, 'sizes' | 'timings'>,
  nowMs: number,
): Change<Registration> {
  switch (event.type) {
    case 'NodeJoined':
      // One that was thought to be on left before it was switched on again, with a sign-off.
      return planBoot(event, seen, joinNode(seen.node, event), 'NodesJoined', true);
    case 'NodeLeft':
      return planLeave(event, seen);
    case 'NodeRestarted': {
      const signsOff = event.cause === 'self-protection';
      const metric = signsOff ? 'SelfProtections' : 'NodesRestarted';
      return planBoot(event, seen, restartNode(seen.node, event), metric, signsOff);
    }
    case 'NodeLost':
      return planLoss(event, seen, settings, nowMs);
    case 'LeaseRenewed':
      return planRenewal(event, seen, settings, nowMs);
    default:
      return unreachable(event);
  }
}

const nothing: Change<never> = {
  write: { kind: 'none' },
  ifNotWritten: null,
  metric: null,
  firstLogin: 'none',
  nextRenewal: null,
  orphansBeforeEpoch: null,
  selfRestartEpoch: null,
  callsHeal: false,
};

/** Old news, or of no consequence. */
const stale: Change<never> = { ...nothing, metric: 'StaleEvents' };

/** The node needs nothing, but its former clients may still have to be notified. */
function overtaken(orphansBeforeEpoch: number): Change<never> {
  return { ...stale, orphansBeforeEpoch, callsHeal: true };
}

/** A PC booted: its registration is void, and it logs in once it has booted. */
function planBoot<Registration extends SupernodeRecord>(
  { epoch }: { readonly epoch: number },
  seen: NodeSeen<Registration>,
  news: News,
  metric: ChangeMetric,
  signsOff: boolean,
): Change<Registration> {
  if (isOfOperator(seen)) return stale;
  switch (news.kind) {
    case 'new': {
      const move = moveTo({ epoch, state: 'waiting', signsOff }, seen);
      return {
        ...nothing,
        write: { kind: 'move', move },
        metric,
        firstLogin: 'after-boot',
        orphansBeforeEpoch: move.ownRegistration === undefined ? null : epoch,
        callsHeal: true,
      };
    }
    case 'repeated':
      // Only news that is no longer new may find that its node carried somebody and no trace of it.
      return { ...nothing, firstLogin: 'after-boot', orphansBeforeEpoch: epoch, callsHeal: true };
    case 'overtaken':
      return overtaken(epoch);
    case 'stale':
      return stale;
    default:
      return unreachable(news);
  }
}

/** A PC was switched off with a sign-off: whoever it carried logs in elsewhere. */
function planLeave<Registration extends SupernodeRecord>(
  event: Pick<NodeLeft, 'epoch'>,
  seen: NodeSeen<Registration>,
): Change<Registration> {
  if (isOfOperator(seen)) return stale;
  const { epoch } = event;
  const news = leaveNode(seen.node, event);
  switch (news.kind) {
    case 'new': {
      const move = moveTo({ epoch, state: 'offline', signsOff: true }, seen);
      const left: Change<Registration> = {
        ...nothing,
        write: { kind: 'move', move },
        metric: 'NodesLeft',
      };
      // A client that goes leaves nobody waiting, so that nobody has to look after its cell.
      if (move.ownRegistration === undefined) return left;
      return { ...left, orphansBeforeEpoch: epoch + 1, callsHeal: true };
    }
    case 'repeated':
      return { ...nothing, orphansBeforeEpoch: epoch + 1, callsHeal: true };
    case 'overtaken':
      return overtaken(epoch + 1);
    case 'stale':
      return stale;
    default:
      return unreachable(news);
  }
}

/** A supernode fell silent: it and its clients log in again. */
function planLoss<Registration extends SupernodeRecord>(
  event: Pick<NodeLost, 'epoch'>,
  { node, registration }: NodeSeen<Registration>,
  settings: Pick<RunSettings, 'timings'>,
  nowMs: number,
): Change<Registration> {
  if (registration?.operatorRun) return planOperatorLoss(event, registration, settings, nowMs);
  const orphansBeforeEpoch = event.epoch + 1;
  const news = loseSupernode(node, event, registration, nowMs);
  const again = { ...nothing, firstLogin: 'at-once', orphansBeforeEpoch, callsHeal: true } as const;
  switch (news.kind) {
    case 'new':
      if (registration === undefined) return stale;
      return { ...again, write: { kind: 'lose', registration }, metric: 'NodesLost' };
    case 'repeated':
      return again;
    case 'overtaken':
      return overtaken(orphansBeforeEpoch);
    case 'stale':
      return stale;
    default:
      return unreachable(news);
  }
}

/** The operator's supernode is no user's node: it logs in nowhere, and renews from its boot on. */
function planOperatorLoss<Registration extends SupernodeRecord>(
  event: Pick<NodeLost, 'epoch'>,
  registration: Registration,
  { timings }: Pick<RunSettings, 'timings'>,
  nowMs: number,
): Change<Registration> {
  const epoch = event.epoch + 1;
  const news = loseOperatorRun(registration, event, nowMs);
  const nextRenewal = { epoch, afterMs: nowMs };
  const again = { ...nothing, nextRenewal, orphansBeforeEpoch: epoch, callsHeal: true };
  switch (news.kind) {
    case 'new': {
      const leaseUntilMs = nowMs + timings.leaseMs;
      const write = { kind: 'boot-operator', registration, leaseUntilMs } as const;
      return { ...again, write, metric: 'NodesLost' };
    }
    case 'repeated':
      return again;
    case 'overtaken':
      return { ...again, nextRenewal: null };
    case 'stale':
      return stale;
    default:
      return unreachable(news);
  }
}

/**
 * A supernode renews: its lease is renewed and its next renewal follows, or it protects itself and
 * signs off. Whether there is a lease to renew is decided by the write: it may be newer than what
 * was read.
 */
function planRenewal(
  { epoch, dueAtMs }: Pick<LeaseRenewed, 'epoch' | 'dueAtMs'>,
  { registration, load }: NodeSeen,
  settings: Pick<RunSettings, 'sizes' | 'timings'>,
  nowMs: number,
): Change<never> {
  const isThere = registration !== undefined && registration.epoch === epoch;
  if (isThere && load !== null && protectsItself(registration, load, settings, nowMs))
    return { ...nothing, selfRestartEpoch: epoch + 1 };
  // Counted from when the renewal was due, so that a late copy of it extends nothing.
  const untilMs = dueAtMs + settings.timings.leaseMs;
  // Written out, since most messages of a quiet day are renewals, and a spread takes longer.
  return {
    write: { kind: 'renew', epoch, untilMs },
    ifNotWritten: stale,
    metric: 'LeasesRenewed',
    firstLogin: 'none',
    nextRenewal: { epoch, afterMs: dueAtMs },
    orphansBeforeEpoch: null,
    selfRestartEpoch: null,
    callsHeal: false,
  };
}

function moveTo<Registration extends SupernodeRecord>(
  to: Pick<NodeMove, 'epoch' | 'state' | 'signsOff'>,
  { node, home, registration }: NodeSeen<Registration>,
): NodeMove<Registration> {
  return {
    epoch: to.epoch,
    state: to.state,
    moreUsers: Number(to.state !== 'offline') - Number(node.state !== 'offline'),
    slotBackTo: slotBackTo(home),
    ownRegistration: registration?.epoch === node.epoch ? registration : undefined,
    signsOff: to.signsOff,
  };
}

/** The operator's own machines are no users' nodes: whoever joins in the name of one is not it. */
function isOfOperator({ registration }: NodeSeen): boolean {
  return registration?.operatorRun === true;
}
