// What the reference model remembers of the network, and how two such states are compared.
import type { NodeRecord, SupernodeRecord } from '#domain/network.ts';
import type { RunSettings } from '#domain/run-settings.ts';

/** A node, and whether heal may promote it. */
export type ModelNode = NodeRecord & { readonly isCandidate: boolean };

/** The network of one cell, as a sequential program would keep it. */
export interface NetworkState {
  readonly nodes: Readonly<Record<string, ModelNode>>;
  readonly offers: Readonly<Record<string, SupernodeRecord>>;
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

/** Whether an offer carries clients. */
export function carries(offer: SupernodeRecord | undefined, nowMs: number): boolean {
  return offer !== undefined && offer.epoch === offer.nodeEpoch && offer.leaseUntilMs > nowMs;
}

/** The offer where a node is signed in, its own one included; undefined when it is nowhere. */
export function holderOf(
  { offers }: NetworkState,
  { role, nodeId, epoch, home }: ModelNode,
  nowMs: number,
): SupernodeRecord | undefined {
  const at = role === 'supernode' ? { supernode: nodeId, epoch } : home;
  const offer = at === null ? undefined : offers[at.supernode];
  return offer?.epoch === at?.epoch && carries(offer, nowMs) ? offer : undefined;
}

/** The state with one node in another condition. */
export function withNode(state: NetworkState, node: ModelNode): NetworkState {
  return { ...state, nodes: { ...state.nodes, [node.nodeId]: node } };
}

/** The state with one offer in another condition, or without it. */
export function withOffer(
  state: NetworkState,
  nodeId: string,
  offer: SupernodeRecord | undefined,
): NetworkState {
  const { [nodeId]: _before, ...others } = state.offers;
  return { ...state, offers: offer === undefined ? others : { ...others, [nodeId]: offer } };
}

/** The state after a node gave back its slot, if it held one that counts. */
export function withSlotBack(state: NetworkState, node: ModelNode, nowMs: number): NetworkState {
  const held = node.role === 'client' ? holderOf(state, node, nowMs) : undefined;
  if (held === undefined) return state;
  return withOffer(state, held.nodeId, { ...held, used: held.used - 1 });
}

/** Two states that nobody could tell apart have the same text. */
export function told({ nodes, offers, population }: NetworkState, nowMs: number): string {
  const lines = [
    ...Object.values(nodes).map((node) =>
      inOrder({ ...node, home: node.home && inOrder(node.home) }),
    ),
    // How many slots of a dead offer were used matters to nobody.
    ...Object.values(offers).map((offer) =>
      inOrder({ ...offer, used: carries(offer, nowMs) ? offer.used : 0 }),
    ),
  ];
  return [...lines.sort(), `population ${population}`].join('\n');
}

function inOrder(record: object): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
}
