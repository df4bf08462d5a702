// Places the clients of a batch: in groups, each at one supernode in one transaction.
import { loadListed } from '#adapters/network/candidate-list.ts';
import { commitPlacements } from '#adapters/network/placement-writer.ts';
import type { Table } from '#adapters/network/table.ts';
import { placementTriesMax } from '#domain/limits.ts';
import type { Placed } from '#domain/login/answer-login.ts';
import { groupClients } from '#domain/login/group-clients.ts';
import type { ProvenClient } from '#domain/login/login-writes.ts';
import type { NodeId, SupernodeRecord } from '#domain/network.ts';
import type { Cell, Login } from './login-batch.ts';

export type PlacingOutcome =
  | Placed
  /** The table refused; the message has to come again. */
  | { readonly kind: 'failed'; readonly cause: unknown };

/**
 * Places all of these who still wait for an answer.
 * @returns what became of each of them
 */
export async function placeClients(
  table: Table,
  cell: Cell,
  logins: readonly Login[],
): Promise<ReadonlyMap<Login, PlacingOutcome>> {
  const waiting = logins.filter(isStillThere);
  const copies = new Map<NodeId, Login[]>();
  for (const login of waiting) {
    const { nodeId } = login.message.event;
    copies.set(nodeId, [...(copies.get(nodeId) ?? []), login]);
  }
  const outcomes = await placeAll(table, cell, [...copies.values()].flatMap(clientOf));
  return new Map(
    waiting.map((login): [Login, PlacingOutcome] => {
      const { nodeId } = login.message.event;
      const outcome = outcomes.get(nodeId) ?? { kind: 'no-capacity' };
      // One transaction cannot write an item twice, and a client needs no second slot.
      const isCopy = copies.get(nodeId)?.[0] !== login;
      return [login, isCopy && outcome.kind === 'placed' ? { kind: 'superseded' } : outcome];
    }),
  );
}

function isStillThere({ admission }: Login): boolean {
  return admission.kind === 'admitted' && !admission.clientGone;
}

function clientOf([first]: readonly Login[]): ProvenClient[] {
  if (first?.node === undefined) return [];
  return [{ node: first.node, nonce: first.message.event.proof.nonce }];
}

type Outcomes = Map<NodeId, PlacingOutcome>;

/** Whoever met a supernode that changed meanwhile tries others, a few times in all. */
async function placeAll(
  table: Table,
  cell: Cell,
  clients: readonly ProvenClient[],
): Promise<Outcomes> {
  const outcomes: Outcomes = new Map();
  if (clients.length === 0) return outcomes;
  let round: Round = { clients, supernodes: await knownSupernodes(table, cell) };
  for (let tries = 1; tries <= placementTriesMax && round.clients.length > 0; tries += 1)
    round = await placeRound(table, cell, round, outcomes);
  return outcomes;
}

function knownSupernodes(
  table: Table,
  { place, settings: { policy, timings }, supernodes }: Cell,
): readonly SupernodeRecord[] | Promise<readonly SupernodeRecord[]> {
  if (!policy.staleCandidates) return supernodes;
  return loadListed(table, place, supernodes, timings.candidateListMs);
}

/** Who has to be placed yet, and where that may be. */
interface Round {
  readonly clients: readonly ProvenClient[];
  readonly supernodes: readonly SupernodeRecord[];
}

/** @returns those who have to try again, and the supernodes that are left to try */
async function placeRound(
  table: Table,
  cell: Cell,
  { clients, supernodes }: Round,
  outcomes: Outcomes,
): Promise<Round> {
  const { runtime } = table;
  const { settings } = cell;
  const { placeClient } = runtime.decisions;
  const nowMs = runtime.nowMs();
  const groups = groupClients(supernodes, clients.length, settings.policy, (offers) =>
    placeClient(offers, settings, runtime.random, nowMs),
  );
  let from = 0;
  const tried = groups.map(async ({ supernode, clientCount }) => {
    const members = clients.slice(from, from + clientCount);
    from += clientCount;
    const left = await placeGroup(table, cell, members, supernode, outcomes);
    return { left, nodeId: supernode.nodeId, placedCount: members.length - left.length };
  });
  const groupsTried = await Promise.all(tried);
  const changed = new Set(groupsTried.flatMap(({ left, nodeId }) => (left.length ? nodeId : [])));
  const placedAt = (nodeId: NodeId) =>
    groupsTried.reduce((sum, one) => sum + (one.nodeId === nodeId ? one.placedCount : 0), 0);
  return {
    clients: groupsTried.flatMap(({ left }) => left),
    supernodes: supernodes
      .filter(({ nodeId }) => !changed.has(nodeId))
      .map((one) => ({ ...one, used: one.used + placedAt(one.nodeId) })),
  };
}

/**
 * Places a group, without those of its nodes that changed meanwhile.
 * @returns those who have to try elsewhere, since the supernode changed
 */
async function placeGroup(
  table: Table,
  { place }: Cell,
  members: readonly ProvenClient[],
  supernode: SupernodeRecord,
  outcomes: Outcomes,
): Promise<readonly ProvenClient[]> {
  const { runtime } = table;
  const decide = (clients: readonly ProvenClient[], outcome: PlacingOutcome) => {
    for (const { node } of clients) outcomes.set(node.nodeId, outcome);
  };
  for (let left = members; left.length > 0; ) {
    try {
      const outcome = await commitPlacements(table, place, left, supernode, runtime.nowMs());
      if (outcome.kind === 'placed') {
        decide(left, outcome);
        return [];
      }
      if (outcome.kind === 'contended') {
        runtime.count('PlacementsContended', left.length);
        return left;
      }
      const isChanged = ({ node }: ProvenClient) => outcome.nodes.includes(node);
      decide(left.filter(isChanged), { kind: 'changed' });
      left = left.filter((one) => !isChanged(one));
    } catch (cause) {
      decide(left, { kind: 'failed', cause });
      return [];
    }
  }
  return [];
}
