// The messages of the control plane. Delivered at least once, in any order; each names its run and
// cell.
import type { CellId, NodeId, NodeRecord } from './network.ts';

/** The version of every message. It is raised with each field that is new, or means another. */
export const messageVersion = 1;

interface Envelope {
  readonly version: typeof messageVersion;
  readonly id: string;
  readonly runId: string;
  readonly cell: CellId;
  /** When this is due. Queues delay at most 15 minutes; an earlier delivery is sent on. */
  readonly dueAtMs: number;
}

/** A PC was switched on, or is new to the network: it boots, and wants to sign in. */
export interface NodeJoined extends Envelope, NodeProfile {
  readonly type: 'NodeJoined';
  readonly nodeId: NodeId;
  /** The boot number after it was switched on; 1 for a new node. */
  readonly epoch: number;
}

/** What a node says of itself when it joins. */
export type NodeProfile = Pick<NodeRecord, 'eligible' | 'claimedSlots' | 'utcOffsetMinutes'>;

/**
 * A PC was switched off by its user, with a clean sign-off: what it held and registered is free.
 */
export interface NodeLeft extends Envelope {
  readonly type: 'NodeLeft';
  readonly nodeId: NodeId;
  /** The boot number that ends. */
  readonly epoch: number;
}

/** A PC booted: its clients, if it had any, are orphans, and it wants to sign in. */
export interface NodeRestarted extends Envelope {
  readonly type: 'NodeRestarted';
  readonly nodeId: NodeId;
  /** The boot number after the restart. */
  readonly epoch: number;
  /** The latest wave of the storm that restarted it; -1 before the first. */
  readonly waveIndex: number;
  /** A supernode that protects itself signs off; one that an update restarts leaves a ghost. */
  readonly cause: RestartCause;
}

/** Why a node restarted: a Windows update, or too many connection attempts (facts 1.15). */
export type RestartCause = 'update' | 'self-protection';

/** A supernode's lease ran out without a word: its clients are orphans. */
export interface NodeLost extends Envelope {
  readonly type: 'NodeLost';
  readonly nodeId: NodeId;
  /** The boot number at which it was last heard. */
  readonly epoch: number;
}

/** A supernode renews its lease, for itself and for the clients it holds. */
export interface LeaseRenewed extends Envelope {
  readonly type: 'LeaseRenewed';
  readonly nodeId: NodeId;
  readonly epoch: number;
}

/** A client asks to sign in. A deferred request goes back to the queue as its next attempt. */
export interface LoginRequested extends Envelope {
  readonly type: 'LoginRequested';
  readonly nodeId: NodeId;
  readonly epoch: number;
  /** 1 for the first request after a boot or after losing a home. */
  readonly attempt: number;
  /** The admission time that the gate gave this client; null before it gave one. */
  readonly admissionAtMs: number | null;
  readonly proof: Proof;
}

/** Says that a request comes from the node that it names: see `adapters/identity.ts`. */
export interface Proof {
  /** Rises from one sign-in to the next, so that a proof that was used is refused. */
  readonly nonce: number;
  readonly expiresAtMs: number;
  /** HMAC-SHA256 over run, node, epoch, turn, nonce and expiry, in base64url. */
  readonly mac: string;
}

/** It is time to look after a cell. */
export interface HealStepDue extends Envelope {
  readonly type: 'HealStepDue';
  readonly step: number;
}

export type MembershipEvent = NodeJoined | NodeLeft | NodeRestarted | NodeLost | LeaseRenewed;
export type ControlEvent = MembershipEvent | LoginRequested | HealStepDue;

/** What two events of one run share, so that makers name only what differs. */
export interface Place {
  readonly runId: string;
  readonly cell: CellId;
}

export function nodeJoined(
  place: Place,
  join: Pick<NodeJoined, 'nodeId' | 'epoch' | keyof NodeProfile | 'dueAtMs'>,
): NodeJoined {
  const { nodeId, epoch, eligible, claimedSlots, utcOffsetMinutes, dueAtMs } = join;
  const id = `${place.runId}/${nodeId}/${epoch}/joined`;
  const what = { nodeId, epoch, eligible, claimedSlots, utcOffsetMinutes, dueAtMs };
  return { type: 'NodeJoined', version: messageVersion, id, ...at(place), ...what };
}

export function nodeLeft(place: Place, nodeId: NodeId, epoch: number, dueAtMs: number): NodeLeft {
  const id = `${place.runId}/${nodeId}/${epoch}/left`;
  return { type: 'NodeLeft', version: messageVersion, id, ...at(place), nodeId, epoch, dueAtMs };
}

export function nodeRestarted(
  place: Place,
  restart: Pick<NodeRestarted, 'nodeId' | 'epoch' | 'waveIndex' | 'cause' | 'dueAtMs'>,
): NodeRestarted {
  const { nodeId, epoch, waveIndex, cause, dueAtMs } = restart;
  const id = `${place.runId}/${nodeId}/${epoch}/restarted`;
  const what = { nodeId, epoch, waveIndex, cause, dueAtMs };
  return { type: 'NodeRestarted', version: messageVersion, id, ...at(place), ...what };
}

export function nodeLost(place: Place, nodeId: NodeId, epoch: number, dueAtMs: number): NodeLost {
  const id = `${place.runId}/${nodeId}/${epoch}/lost`;
  return { type: 'NodeLost', version: messageVersion, id, ...at(place), nodeId, epoch, dueAtMs };
}

export function leaseRenewed(
  place: Place,
  nodeId: NodeId,
  epoch: number,
  dueAtMs: number,
): LeaseRenewed {
  const id = `${place.runId}/${nodeId}/${epoch}/renewed/${dueAtMs}`;
  return {
    type: 'LeaseRenewed',
    version: messageVersion,
    id,
    ...at(place),
    nodeId,
    epoch,
    dueAtMs,
  };
}

export function loginRequested(
  place: Place,
  login: Pick<
    LoginRequested,
    'nodeId' | 'epoch' | 'attempt' | 'admissionAtMs' | 'proof' | 'dueAtMs'
  >,
): LoginRequested {
  const { nodeId, epoch, attempt, admissionAtMs, proof, dueAtMs } = login;
  const id = `${place.runId}/${nodeId}/${epoch}/login/${attempt}`;
  const who = { nodeId, epoch, attempt, admissionAtMs, proof, dueAtMs };
  return { type: 'LoginRequested', version: messageVersion, id, ...at(place), ...who };
}

export function healStepDue(place: Place, step: number, dueAtMs: number): HealStepDue {
  const id = `${place.runId}/${place.cell}/heal/${step}`;
  return { type: 'HealStepDue', version: messageVersion, id, ...at(place), step, dueAtMs };
}

function at({ runId, cell }: Place): Place {
  return { runId, cell };
}
