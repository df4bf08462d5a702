// Places the clients of a batch: in groups, each at one supernode in one transaction.
import { loadListed } from '#adapters/network/candidate-list.ts';
import { commitPlacements } from '#adapters/network/placement-writer.ts';
import type { Table } from '#adapters/network/table.ts';
import { placementTriesMax } from '#domain/limits.ts';
import { groupClients } from '#domain/login/group-clients.ts';
import type { ProvenClient } from '#domain/login/login-writes.ts';
import {
  type LoginOutcome,
  outcomeOfCopy,
  type Placed,
  type Served,
} from '#domain/login/plan-answer.ts';
import type { NodeId, SupernodeRecord } from '#domain/network.ts';
import { type Failed, failed } from '../batch-consumer.ts';
import { type Cell, type Login, moveOn, standingAt } from './login-batch.ts';

/** What came of a client that a slot was looked for: `failed` where the table refused. */
type PlacingOutcome = Placed | Failed;

/** Observations for a slot for each client whose request was served. */
export async function placeClients(
  table: Table,
  cell: Cell,
  logins: readonly Login<LoginOutcome | Served>[],
): Promise<Login<LoginOutcome | Failed>[]> {
  const firsts = new Map<NodeId, Login<Served>>();
  for (const login of standingAt(logins, 'served')) {
    const { nodeId } = login.message.event;
    if (!firsts.has(nodeId)) firsts.set(nodeId, login);
  }
  const outcomes = await placeAll(table, cell, [...firsts.values()].flatMap(clientOf));
  return moveOn(logins, 'served', ({ index, message }) => {
    const { nodeId } = message.event;
    const outcome = outcomes.get(nodeId) ?? ({ kind: 'no-capacity' } as const);
    return firsts.get(nodeId)?.index === index ? outcome : outcomeOfCopy(outcome);
  });
}

function clientOf({ node, message }: Login<Served>): ProvenClient[] {
  return node === undefined ? [] : [{ node, nonce: message.event.proof.nonce }];
}

type Outcomes = Map<NodeId, PlacingOutcome>;

/** A client whose supernode changed meanwhile tries others, a few times in all. */
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

/** The clients that are not placed yet, and the supernodes that are left to try. */
interface Round {
  readonly clients: readonly ProvenClient[];
  readonly supernodes: readonly SupernodeRecord[];
}

/** @returns the clients that have to try again, and the supernodes that are left to try */
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
  const groups = groupClients(supernodes, clients.length, settings.policy, (registrations) =>
    placeClient(registrations, settings, runtime.random, nowMs),
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
 * @returns the clients that have to try elsewhere, because the supernode changed
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
      decide(left, failed(cause));
      return [];
    }
  }
  return [];
}
