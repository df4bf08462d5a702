// What the reference model remembers of the network, and how two such states are compared.
import type { NodeRecord, SupernodeRecord } from '#domain/network.ts';
import type { RunSettings } from '#domain/run-settings.ts';

/** A node, and whether heal may promote it. */
export type ModelNode = NodeRecord & { readonly isCandidate: boolean };

/** The network of one cell, as a sequential program would keep it. */
export interface NetworkState {
  readonly nodes: Readonly<Record<string, ModelNode>>;
  readonly registrations: Readonly<Record<string, SupernodeRecord>>;
  readonly population: number;
}

/** What is around a message while it is handled. */
export interface Circumstances {
  readonly settings: RunSettings;
  readonly nowMs: number;
  /** Whether anything else is at work, so that a decision may go by what is over already. */
  readonly isAlone: boolean;
  /** Whether it shares no batch; of several in one, all go by what was so before the first. */
  readonly isSingle: boolean;
  /** Number of the heal step that is due. */
  readonly healStep: number;
}

/** Whether a registration carries clients. */
export function carries(registration: SupernodeRecord | undefined, nowMs: number): boolean {
  return (
    registration !== undefined &&
    registration.epoch === registration.nodeEpoch &&
    registration.leaseUntilMs > nowMs
  );
}

/**
 * The registration where a node is signed in, its own one included; undefined when it is nowhere.
 */
export function holderOf(
  { registrations }: NetworkState,
  { role, nodeId, epoch, home }: ModelNode,
  nowMs: number,
): SupernodeRecord | undefined {
  const at = role === 'supernode' ? { supernode: nodeId, epoch } : home;
  const registration = at === null ? undefined : registrations[at.supernode];
  return registration?.epoch === at?.epoch && carries(registration, nowMs)
    ? registration
    : undefined;
}

/** The state with one node in another condition. */
export function withNode(state: NetworkState, node: ModelNode): NetworkState {
  return { ...state, nodes: { ...state.nodes, [node.nodeId]: node } };
}

/** The state with one registration in another condition, or without it. */
export function withRegistration(
  state: NetworkState,
  nodeId: string,
  registration: SupernodeRecord | undefined,
): NetworkState {
  const { [nodeId]: _before, ...others } = state.registrations;
  return {
    ...state,
    registrations: registration === undefined ? others : { ...others, [nodeId]: registration },
  };
}

/** The state after a node gave back its slot, if it held one that counts. */
export function withSlotBack(state: NetworkState, node: ModelNode, nowMs: number): NetworkState {
  const held = node.role === 'client' ? holderOf(state, node, nowMs) : undefined;
  if (held === undefined) return state;
  return withRegistration(state, held.nodeId, { ...held, used: held.used - 1 });
}

/** Two states that nobody could distinguish have the same text. */
export function reported(
  { nodes, registrations, population }: NetworkState,
  nowMs: number,
): string {
  const lines = [
    ...Object.values(nodes).map((node) =>
      inOrder({ ...node, home: node.home && inOrder(node.home) }),
    ),
    // How many slots of a dead registration were used matters to nobody.
    ...Object.values(registrations).map((registration) =>
      inOrder({ ...registration, used: carries(registration, nowMs) ? registration.used : 0 }),
    ),
  ];
  return [...lines.sort(), `population ${population}`].join('\n');
}

function inOrder(record: object): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
}
