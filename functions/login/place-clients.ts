// Places the clients of a batch: in groups, each at one supernode in one transaction.
import { loadListed } from '#adapters/network/candidate-list.ts';
import { commitPlacements } from '#adapters/network/placement-writer.ts';
import type { Table } from '#adapters/network/table.ts';
import type { ProvenClient } from '#domain/login/login-writes.ts';
import {
  type LoginOutcome,
  outcomeOfCopy,
  type Placed,
  type Served,
} from '#domain/login/plan-answer.ts';
import {
  firstRound,
  notPlaced,
  type PlacementRound,
  type PlacementTry,
  planGroup,
  roundAfter,
  type Tried,
  triesOf,
} from '#domain/login/plan-placement.ts';
import type { NodeId, SupernodeRecord } from '#domain/network.ts';
import { type Failed, failed } from '../batch-consumer.ts';
import { type Cell, type Login, moveOn, standingAt } from './login-batch.ts';

/** What came of a client that a slot was looked for: `failed` where the table refused. */
type PlacingOutcome = Placed | Failed;

/** Looks for a slot for each client whose request was served. */
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
    const outcome = outcomes.get(nodeId) ?? notPlaced;
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
  const { runtime } = table;
  const { settings } = cell;
  const outcomes: Outcomes = new Map();
  if (clients.length === 0) return outcomes;
  let round: PlacementRound<ProvenClient> | null = firstRound(
    clients,
    await knownSupernodes(table, cell),
  );
  while (round !== null) {
    const nowMs = runtime.nowMs();
    const tries: PlacementTry<ProvenClient>[] = triesOf(round, settings.policy, (supernodes) =>
      runtime.decisions.placeClient(supernodes, settings, runtime.random, nowMs),
    );
    const tried = await Promise.all(tries.map((one) => placeGroup(table, cell, one, outcomes)));
    round = roundAfter(round, tried);
  }
  return outcomes;
}

function knownSupernodes(
  table: Table,
  { place, settings: { policy, timings }, supernodes }: Cell,
): readonly SupernodeRecord[] | Promise<readonly SupernodeRecord[]> {
  if (!policy.staleCandidates) return supernodes;
  return loadListed(table, place, supernodes, timings.candidateListMs);
}

/** Places a group, without those of its nodes that changed meanwhile. */
async function placeGroup(
  table: Table,
  { place }: Cell,
  { supernode, clients }: PlacementTry<ProvenClient>,
  outcomes: Outcomes,
): Promise<Tried<ProvenClient>> {
  const { runtime } = table;
  const decide = (decided: readonly ProvenClient[], outcome: PlacingOutcome) => {
    for (const { node } of decided) outcomes.set(node.nodeId, outcome);
  };
  let takenCount = 0;
  for (let left = clients; left.length > 0; ) {
    try {
      const written = await commitPlacements(table, place, left, supernode, runtime.nowMs());
      const plan = planGroup(left, written);
      if (plan.kind === 'elsewhere') {
        runtime.count(plan.metric, plan.clients.length);
        return { supernode, elsewhere: plan.clients, takenCount };
      }
      decide(plan.clients, plan.outcome);
      takenCount += plan.takenCount;
      left = plan.again;
    } catch (cause) {
      decide(left, failed(cause));
      takenCount += left.length;
      left = [];
    }
  }
  return { supernode, elsewhere: [], takenCount };
}
