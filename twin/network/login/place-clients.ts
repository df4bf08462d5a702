// Places the clients of a batch on the twin: functions/login/place-clients.ts.
import { builtInDecisions } from '#domain/decisions.ts';
import { believed, isListKept, type Listed, listAnew } from '#domain/login/candidate-list.ts';
import { takeInGroups } from '#domain/login/group-clients.by-numbers.ts';
import { areSlotsLeft } from '#domain/login/login-writes.ts';
import { emptierOfTwo } from '#domain/login/place-client.ts';
import { outcomeOfCopy } from '#domain/login/plan-answer.ts';
import {
  firstRound,
  type GroupWritten,
  notPlaced,
  type PlacementRound,
  type PlacementTry,
  planGroup,
  roundAfter,
  type Tried,
  triesOf,
} from '#domain/login/plan-placement.ts';
import type { SupernodeRecord } from '#domain/network.ts';
import { unreachable } from '#domain/unreachable.ts';
import type { Registration } from '../cell.ts';
import { isClient } from '../membership/change-node.ts';
import { homeGroup } from './home-group.ts';
import type { Login, LoginGroup } from './login-group.ts';

/** Looks for a slot for each client whose request was served, and notes what came of it. */
export function placeClients(group: LoginGroup, line: readonly Login[]): void {
  const firsts: Login[] = [];
  const copies: Login[] = [];
  for (const login of line) {
    if (login.standing.kind !== 'served') continue;
    login.standing = notPlaced;
    const isCopy = firsts.some(({ node }) => node === login.node);
    (isCopy ? copies : firsts).push(login);
  }
  if (firsts.length === 0) return;
  placeAll(group, firsts);
  for (const copy of copies) {
    const first = firsts.find(({ node }) => node === copy.node);
    if (first !== undefined) copy.standing = outcomeOfCopy(first.standing);
  }
}

/**
 * `placeClients` for a request that comes alone, where clients are placed by their numbers: what is
 * made for a batch would take longer than to place one.
 */
export function placeAlone(group: LoginGroup, login: Login): void {
  if (login.standing.kind !== 'served') return;
  const { network, run, cell } = group;
  if (!isClient(network, login.node)) {
    placeClients(group, [login]);
    return;
  }
  login.standing = notPlaced;
  const registration = emptierOfTwo(cell.registrations, free, network.random, run.nowMs);
  if (registration === undefined) return;
  alone[0] = login;
  homeGroup(group, alone, 0, 1, registration);
}

/** A batch of one, reused from call to call. */
const alone: Login[] = [];

/** A client whose supernode changed meanwhile tries others, a few times in all. */
function placeAll(group: LoginGroup, logins: readonly Login[]): void {
  const { network, run } = group;
  const { decisions, settings, random } = network;
  const { staleCandidates, herd } = settings.policy;
  const isPlain = !(staleCandidates || herd);
  const isOurs = decisions.placeClient === builtInDecisions.placeClient;
  if (isPlain && isOurs && logins.every(({ node }) => isClient(network, node))) {
    placeByNumbers(group, logins);
    return;
  }
  let round: PlacementRound<Login> | null = firstRound(logins, knownSupernodes(group));
  while (round !== null) {
    const nowMs = run.nowMs;
    const tries: PlacementTry<Login>[] = triesOf(round, settings.policy, (supernodes) =>
      decisions.placeClient(supernodes, settings, random, nowMs),
    );
    run.fork();
    const tried = tries.map((one) => placeGroup(group, one));
    run.join();
    round = roundAfter(round, tried);
  }
}

/** Places clients in groups, each at the emptier of two supernodes with a free slot. */
function placeByNumbers(group: LoginGroup, logins: readonly Login[]): void {
  const { network, run, cell } = group;
  run.fork();
  const home = (registration: Registration, from: number, count: number) => {
    homeGroup(group, logins, from, from + count, registration);
    run.next();
  };
  takeInGroups(cell.registrations, logins.length, free, network.random, run.nowMs, home);
  run.join();
}

/** Places of registrations with a free slot, reused from call to call. */
const free: number[] = [];

/** The registrations as they are, or, under `stale-candidates`, as the cell lists them. */
function knownSupernodes({ network, run, cell }: LoginGroup): readonly SupernodeRecord[] {
  const { policy, timings } = network.settings;
  if (!policy.staleCandidates) return cell.registrations;
  const inCell = (one: Listed) => believed(cell.name, one);
  const nowMs = run.nowMs;
  run.readList(cell.list?.supernodes.length ?? 0);
  if (isListKept(cell.list, timings.candidateListMs, nowMs))
    return cell.list.supernodes.map(inCell);
  cell.list = listAnew(cell.registrations, nowMs);
  run.writeList(cell.list.supernodes.length, true);
  return cell.list.supernodes.map(inCell);
}

/** Places a group, without those of its nodes that are no clients any more. */
function placeGroup(group: LoginGroup, { supernode, clients }: PlacementTry<Login>): Tried<Login> {
  let takenCount = 0;
  let elsewhere: readonly Login[] = [];
  for (let left = clients; left.length > 0; ) {
    const plan = planGroup(left, commitPlacements(group, left, supernode));
    switch (plan.kind) {
      case 'decided':
        for (const login of plan.clients) login.standing = plan.outcome;
        takenCount += plan.takenCount;
        left = plan.again;
        break;
      case 'elsewhere':
        group.network.counts[plan.metric] += plan.clients.length;
        sendAway(group, plan.clients, supernode);
        elsewhere = plan.clients;
        left = [];
        break;
      default:
        return unreachable(plan);
    }
  }
  group.run.next();
  // Registrations as they are show by themselves what was taken.
  const isListed = group.network.settings.policy.staleCandidates;
  return { supernode, elsewhere, takenCount: isListed ? takenCount : 0 };
}

/** Tells who counts what is on the wire. */
function sendAway(
  { network: { wire }, cell }: LoginGroup,
  clients: readonly Login[],
  { nodeId }: SupernodeRecord,
): void {
  if (wire !== null) for (const { node } of clients) wire.sentAway(cell, node, nodeId);
}

/**
 * See adapters/network/placement-writer.ts. On the twin no client changes after it was read. But a
 * supernode whose lease ran out may ask to sign in, and it is no client.
 */
function commitPlacements(
  group: LoginGroup,
  clients: readonly Login[],
  supernode: SupernodeRecord,
): GroupWritten<Login> {
  const { network, run, cell } = group;
  const actual = cell.registrations.find(({ nodeId }) => nodeId === supernode.nodeId);
  const isOpen = actual !== undefined && areSlotsLeft(supernode, clients.length, actual, run.nowMs);
  const areClients = clients.every(({ node }) => isClient(network, node));
  if (isOpen && areClients) {
    homeGroup(group, clients, 0, clients.length, actual);
    return { kind: 'placed' };
  }
  const changed = areClients ? [] : clients.filter(({ node }) => !isClient(network, node));
  run.placeFailed(clients.length, changed.length + (isOpen ? 0 : 1));
  return changed.length > 0 ? { kind: 'changed', clients: changed } : { kind: 'contended' };
}
