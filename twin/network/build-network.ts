// The quiet day in typed arrays: node by node what `quietDay` builds, and what `seedRun` sets
// going.

import {
  type HashState,
  hashEnd,
  hashNewcomerName,
  hashNodeName,
  hashWords,
} from '#domain/chance.by-numbers.ts';
import { nextRenewalAtMs } from '#domain/membership/renewal-time.ts';
import { openGate } from '#domain/network.ts';
import type { DayProfile, RunSettings, Zone } from '#domain/run-settings.ts';
import { shareAt } from '#domain/storm/day-profile.ts';
import { observedUntilMs } from '#domain/storm/plan-storm.ts';
import { type PopulationShape, supernodesOf } from '#domain/storm/population.ts';
import { type Cell, nameOf, registrationOf } from './cell.ts';
import type { Network } from './network-state.ts';
import { nodeField, nodeFlag, nodeStride, noHome, zoneShift } from './node-table.ts';
import { messageKind, noTime, operatorNode } from './queues/message-pool.ts';

const dayMs = 24 * 3_600_000;

/**
 * Where every cell's nodes stand, with room for those that will come.
 * @param firstCell number of the first of them among all cells of the network
 */
export function cellsOf(settings: RunSettings, shape: PopulationShape, firstCell: number): Cell[] {
  const days = (observedUntilMs(settings) + dayMs - settings.startsAtMs) / dayMs;
  let base = 0;
  return settings.cells.map((name, index) => {
    const edge = (at: number) => Math.floor(((firstCell + at) * shape.nodeCount) / shape.cellCount);
    const firstName = edge(index);
    const end = edge(index + 1);
    const nodeCount = end - firstName;
    const newcomersMax = Math.ceil(nodeCount * settings.storm.growthPerDay * days) + 1;
    const cell: Cell = {
      name,
      index,
      base,
      firstName,
      nodeCount,
      newcomersMax,
      registrations: [],
      latestOf: new Map(),
      renewedCount: 0,
      silentFromMs: 0,
      candidateCount: 0,
      homedCandidateCount: 0,
      knownCount: nodeCount,
      record: {
        cell: name,
        population: 0,
        gate: openGate,
        healStep: 0,
        newsCount: 0,
        healDueAtMs: null,
      },
      countedAtMs: Number.NEGATIVE_INFINITY,
      countedBytes: 0,
      healClaimedAtMs: Number.NEGATIVE_INFINITY,
      newsAtMs: Number.NEGATIVE_INFINITY,
      takenStep: null,
      healHiddenUntilMs: Number.NEGATIVE_INFINITY,
      asks: [],
      windowsMade: 0,
      windowsKept: windowsKept(settings),
      list: null,
    };
    base += nodeCount + newcomersMax;
    return cell;
  });
}

/** Windows that begin within a renewal interval, and one. */
function windowsKept({ timings }: RunSettings): number {
  return Math.ceil(timings.renewEveryMs / timings.rateLimitWindowMs) + 2;
}

/** Fills in all nodes of a cell, and sends its supernodes' first renewals. */
export function populate(network: Network, cell: Cell, shape: PopulationShape): void {
  const { settings } = network;
  const { startsAtMs, timings } = settings;
  const supernodeCount = supernodesOf(shape, cell.nodeCount);
  const leaseUntilMs = startsAtMs + timings.leaseMs;
  const firstRegistration = network.registrations.length;
  for (let at = 0; at < supernodeCount; at += 1) {
    const who = { node: cell.base + at, nodeId: nameOf(cell, cell.base + at), epoch: 1 };
    network.addRegistration(cell, registrationOf(cell, who, shape.slotsPerSupernode, leaseUntilMs));
  }
  const draws = drawsOf(network, shape);
  for (let at = 0; at < cell.nodeCount; at += 1) {
    const isSupernode = at < supernodeCount;
    const node = drawNode(draws, cell, at, isSupernode ? draws.supernodeZones : draws.zones);
    const isEligible = isSupernode || node.eligibleChance < shape.eligibleShare * 2 ** 32;
    const startShare = (draws.startShares[node.zone] ?? 1) * 2 ** 32;
    const isOn = isEligible || node.dayChance < startShare;
    writeNode(network, cell.base + at, node, isEligible);
    know(network, cell.base + at);
    if (isOn)
      signIn(
        network,
        cell,
        cell.base + at,
        isSupernode ? null : firstRegistration + (at % supernodeCount),
      );
  }
  drawNewcomers(draws, network, cell);
  const operator = { node: operatorNode, nodeId: `operator-${cell.name}`, epoch: 1 };
  network.addRegistration(cell, registrationOf(cell, operator, shape.operatorSlots, leaseUntilMs));
  sendFirstRenewals(network, cell);
}

/** Writes a node that is off and was never heard of. */
function writeNode({ nodes }: Network, node: number, drawn: DrawnNode, isEligible: boolean): void {
  const word = node * nodeStride;
  const eligible = isEligible ? nodeFlag.eligible : 0;
  nodes[word + nodeField.flags] = (drawn.zone << zoneShift) | eligible;
  nodes[word + nodeField.home] = noHome;
  nodes[word + nodeField.dayChance] = drawn.dayChance | 0;
  nodes[word + nodeField.stormChance] = drawn.stormChance | 0;
  nodes[word + nodeField.rollNonce] = noTime;
}

/** Has a node known at its first boot, with a proof. */
function know({ nodes }: Network, node: number): void {
  const word = node * nodeStride;
  nodes[word + nodeField.flags] = nodes[word + nodeField.flags]! | nodeFlag.proven;
  nodes[word + nodeField.epoch] = 1;
}

/** Has a node signed in: at a registration, or as a supernode where that is null. */
function signIn(network: Network, cell: Cell, node: number, registration: number | null): void {
  const { nodes } = network;
  const word = node * nodeStride;
  const flags = nodes[word + nodeField.flags]!;
  const isCandidate = registration !== null && (flags & nodeFlag.eligible) !== 0;
  const { online, supernode, candidate } = nodeFlag;
  nodes[word + nodeField.flags] =
    flags | online | (registration === null ? supernode : 0) | (isCandidate ? candidate : 0);
  cell.record.population += 1;
  if (registration !== null) {
    network.setHome(node, registration);
    network.registration(registration).used += 1;
  }
  if (isCandidate) {
    cell.candidateCount += 1;
    network.setCandidate(node, true);
    cell.homedCandidateCount += 1;
  }
}

/** Nodes that have not joined yet draw their chances, too: these depend on their names alone. */
function drawNewcomers(draws: Draws, network: Network, cell: Cell): void {
  const { sizes } = network.settings;
  for (let at = 0; at < cell.newcomersMax; at += 1) {
    const node = drawNode(draws, cell, cell.nodeCount + at, draws.zones);
    const isEligible = node.eligibleChance < sizes.eligibleShare * 2 ** 32;
    writeNode(network, cell.base + cell.nodeCount + at, node, isEligible);
  }
}

function sendFirstRenewals(network: Network, cell: Cell): void {
  const { settings, messages } = network;
  const { startsAtMs } = settings;
  for (const { node, nodeId, epoch } of cell.registrations) {
    const dueAtMs = nextRenewalAtMs(cell.name, nodeId, settings, startsAtMs);
    const due = Math.ceil(dueAtMs - startsAtMs);
    network.send(messages.add(messageKind.renewed, cell.index, node, epoch, due), startsAtMs);
  }
}

interface Draws {
  readonly day: HashState;
  readonly storm: HashState;
  readonly zone: HashState;
  readonly eligible: HashState;
  /** For each zone, the share of nodes with a smaller chance, times 2^32. */
  readonly zones: readonly number[];
  readonly supernodeZones: readonly number[];
  readonly startShares: readonly number[];
}

interface DrawnNode {
  readonly zone: number;
  readonly eligibleChance: number;
  readonly dayChance: number;
  readonly stormChance: number;
}

function drawsOf({ settings }: Network, { zones }: PopulationShape): Draws {
  const { seed, storm, startsAtMs, shiftMs } = settings;
  return {
    day: hashWords(seed, 'day/'),
    storm: hashWords(seed, 'storm/'),
    zone: hashWords(seed, 'zone/'),
    eligible: hashWords(seed, 'eligible/'),
    zones: zones.map(({ nodeShare }) => nodeShare),
    supernodeZones: zones.map(({ supernodeShare }) => supernodeShare),
    startShares: onlineShares(storm.day, zones, startsAtMs - shiftMs),
  };
}

/**
 * For each zone, the share of ordinary nodes that want to be online at a moment; 1 without a day.
 */
export function onlineShares(
  day: DayProfile | null,
  zones: readonly Zone[],
  atMs: number,
): number[] {
  return zones.map(({ utcOffsetMinutes }) =>
    day === null ? 1 : shareAt(day, atMs + utcOffsetMinutes * 60_000),
  );
}

function drawNode(draws: Draws, cell: Cell, at: number, shares: readonly number[]): DrawnNode {
  const draw = (state: HashState) =>
    at < cell.nodeCount
      ? hashEnd(hashNodeName(state, cell.firstName + at))
      : hashEnd(hashNewcomerName(state, cell.name, at - cell.nodeCount));
  return {
    zone: zoneAt(shares, draw(draws.zone) / 2 ** 32),
    eligibleChance: draw(draws.eligible),
    dayChance: draw(draws.day),
    stormChance: draw(draws.storm),
  };
}

/** The number of the zone that `zoneOf` finds. */
function zoneAt(shares: readonly number[], chance: number): number {
  let left = chance * shares.reduce((sum, share) => sum + share, 0);
  for (let zone = 0; zone < shares.length; zone += 1) {
    left -= shares[zone] ?? 0;
    if (left < 0) return zone;
  }
  return shares.length - 1;
}
