// Places the clients of a batch on the twin: functions/login/place-clients.ts.
import { builtInDecisions } from '#domain/decisions.ts';
import { placementTriesMax } from '#domain/limits.ts';
import { groupClients } from '#domain/login/group-clients.ts';
import { outcomeOfCopy } from '#domain/login/plan-answer.ts';
import { isLive, type SupernodeRecord } from '#domain/network.ts';
import type { Cell, Registration } from '../cell.ts';
import { homeGroup } from './home-group.ts';
import type { Login, LoginGroup } from './login-group.ts';
import { placeByNumbers } from './place-by-numbers.ts';

const noCapacity = { kind: 'no-capacity' } as const;

/** Looks for a slot for each client whose request was served, and notes what came of it. */
export function placeClients(group: LoginGroup, line: readonly Login[]): void {
  const firsts: Login[] = [];
  const copies: Login[] = [];
  for (const login of line) {
    if (login.standing.kind !== 'served') continue;
    login.standing = noCapacity;
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

/** A client whose supernode changed meanwhile tries others, a few times in all. */
function placeAll(group: LoginGroup, logins: readonly Login[]): void {
  const { decisions, settings } = group.network;
  const { staleCandidates, herd } = settings.policy;
  const isPlain = !(staleCandidates || herd);
  if (isPlain && decisions.placeClient === builtInDecisions.placeClient) {
    placeByNumbers(group, logins);
    return;
  }
  let left = logins;
  let registrations = knownRegistrations(group);
  for (let tries = 1; tries <= placementTriesMax && left.length > 0; tries += 1)
    [left, registrations] = placeRound(group, left, registrations);
}

type KnownRegistrations = readonly SupernodeRecord[];

/** The registrations as they are, or, under `stale-candidates`, as the cell's list has them. */
function knownRegistrations({ network, run, cell }: LoginGroup): KnownRegistrations {
  const { policy, timings } = network.settings;
  if (!policy.staleCandidates) return cell.registrations;
  const nowMs = run.nowMs;
  const { list } = cell;
  run.readList(list?.registrations.length ?? 0);
  const isFresh = list !== null && list.registrations.length > 0;
  if (isFresh && nowMs - list.listedAtMs <= timings.candidateListMs)
    return list.registrations.map(believed);
  const registrations = cell.registrations.filter((one) => isLive(one, nowMs));
  run.writeList(registrations.length, true);
  cell.list = { listedAtMs: nowMs, registrations };
  return registrations.map(believed);
}

function believed(registration: Registration): SupernodeRecord {
  const { nodeId, cell, epoch, slots } = registration;
  const live = { nodeEpoch: epoch, leaseUntilMs: Number.POSITIVE_INFINITY, used: 0 };
  return { nodeId, cell, epoch, slots, ...live, operatorRun: false };
}

/** @returns the clients that have to try again, and the registrations that are left to try */
function placeRound(
  group: LoginGroup,
  logins: readonly Login[],
  registrations: KnownRegistrations,
): [readonly Login[], KnownRegistrations] {
  const { network, run } = group;
  const { settings, decisions, random } = network;
  const nowMs = run.nowMs;
  const groups = groupClients(registrations, logins.length, settings.policy, (known) =>
    decisions.placeClient(known, settings, random, nowMs),
  );
  const left: Login[] = [];
  const changed = new Set<string>();
  const taken = new Map<string, number>();
  let from = 0;
  run.fork();
  for (const { supernode, clientCount } of groups) {
    const members = logins.slice(from, from + clientCount);
    from += clientCount;
    if (placeGroup(group, members, supernode)) {
      taken.set(supernode.nodeId, (taken.get(supernode.nodeId) ?? 0) + members.length);
    } else {
      left.push(...members);
      changed.add(supernode.nodeId);
      network.counts.PlacementsContended += members.length;
    }
    run.next();
  }
  run.join();
  if (left.length === 0) return [left, registrations];
  const others = registrations
    .filter(({ nodeId }) => !changed.has(nodeId))
    .map((one) => believes(one, taken.get(one.nodeId) ?? 0));
  return [left, others];
}

/** A list does not show later placements; the registration itself does. */
function believes(one: SupernodeRecord, taken: number): SupernodeRecord {
  return 'id' in one || taken === 0 ? one : { ...one, used: one.used + taken };
}

/** @returns false when the registration has changed since it was read */
function placeGroup(
  group: LoginGroup,
  members: readonly Login[],
  supernode: SupernodeRecord,
): boolean {
  const { run, cell } = group;
  const registration = actualRegistration(cell, supernode);
  const isOpen =
    registration !== undefined &&
    isLive(registration, run.nowMs) &&
    registration.used <= registration.slots - members.length;
  if (!isOpen) {
    run.placeFailed(members.length, 1);
    return false;
  }
  homeGroup(group, members, 0, members.length, registration);
  return true;
}

/** The registration itself: the chosen one may be a copy that counts the groups before. */
function actualRegistration(
  { registrations }: Cell,
  { nodeId, epoch }: SupernodeRecord,
): Registration | undefined {
  return registrations.find((one) => one.nodeId === nodeId && one.epoch === epoch);
}
