// Places the clients of a batch on the twin: functions/login/place-clients.ts.
import { builtInDecisions } from '#domain/decisions.ts';
import { believed, isListKept, type Listed, listAnew } from '#domain/login/candidate-list.ts';
import { takeInGroups } from '#domain/login/group-clients.by-numbers.ts';
import { areSlotsLeft } from '#domain/login/login-writes.ts';
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

function placeAll(group: LoginGroup, logins: readonly Login[]): void {
  const { network, run } = group;
  const { decisions, settings, random } = network;
  const { staleCandidates, herd } = settings.policy;
  const isPlain = !(staleCandidates || herd);
  if (isPlain && decisions.placeClient === builtInDecisions.placeClient) {
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

/** Clients of a batch that find a slot by what is so, in groups. */
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

/** Registrations with a free slot, reused from call to call. */
const free: Registration[] = [];

/** The registrations as they are read, or, under `stale-candidates`, as the cell's list has them. */
function knownSupernodes({ network, run, cell }: LoginGroup): readonly SupernodeRecord[] {
  const { policy, timings } = network.settings;
  if (!policy.staleCandidates) return cell.registrations.map((one) => ({ ...one }));
  const inCell = (one: Listed) => believed(cell.name, one);
  const nowMs = run.nowMs;
  run.readList(cell.list?.supernodes.length ?? 0);
  if (isListKept(cell.list, timings.candidateListMs, nowMs))
    return cell.list.supernodes.map(inCell);
  cell.list = listAnew(cell.registrations, nowMs);
  run.writeList(cell.list.supernodes.length, true);
  return cell.list.supernodes.map(inCell);
}

function placeGroup(group: LoginGroup, { supernode, clients }: PlacementTry<Login>): Tried<Login> {
  const plan = planGroup(clients, commitPlacements(group, clients, supernode));
  group.run.next();
  switch (plan.kind) {
    case 'decided':
      return { supernode, elsewhere: [], takenCount: plan.clients.length };
    case 'elsewhere':
      group.network.counts[plan.metric] += plan.clients.length;
      return { supernode, elsewhere: plan.clients, takenCount: 0 };
    default:
      return unreachable(plan);
  }
}

/** See adapters/network/placement-writer.ts. Here no client changes after it was read. */
function commitPlacements(
  group: LoginGroup,
  clients: readonly Login[],
  supernode: SupernodeRecord,
): GroupWritten<Login> {
  const { run, cell } = group;
  const actual = cell.registrations.find(({ nodeId }) => nodeId === supernode.nodeId);
  if (actual === undefined || !areSlotsLeft(supernode, clients.length, actual, run.nowMs)) {
    run.placeFailed(clients.length, 1);
    return { kind: 'contended' };
  }
  homeGroup(group, clients, 0, clients.length, actual);
  return { kind: 'placed' };
}
