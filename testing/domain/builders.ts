// Records with defaults, so that a test says only what it is about. Used by tests alone.
import {
  healStepDue,
  loginRequested,
  nodeJoined,
  nodeLeft,
  nodeLost,
  nodeRestarted,
  type Proof,
} from '#domain/events.ts';
import type { Candidate } from '#domain/heal/heal-step.ts';
import {
  type CellRecord,
  type NodeRecord,
  openGate,
  type SupernodeRecord,
} from '#domain/network.ts';
import { policies } from '#domain/policies.ts';
import type { Night, RunSettings, Sizes, Storm, Timings, Zone } from '#domain/run-settings.ts';
import type { PopulationShape } from '#domain/storm/population.ts';

/** A moment in the middle of a run that no default below depends on, in ms since the epoch. */
export const noonMs = 1_187_179_200_000;

export const minuteMs = 60_000;
export const hourMs = 3_600_000;

/** Where everything below happens unless a test says otherwise. */
export const here = { runId: 'run-1', cell: 'c0000' } as const;

/** A client that is signed in at `s1`, at its first boot. */
export function aNode(some: Partial<NodeRecord> = {}): NodeRecord {
  return {
    nodeId: 'n1',
    cell: here.cell,
    epoch: 1,
    state: 'online',
    role: 'client',
    home: { supernode: 's1', epoch: 1 },
    eligible: false,
    claimedSlots: 0,
    utcOffsetMinutes: 0,
    waveIndex: -1,
    provenEpoch: some.epoch ?? 1,
    minNonce: 0,
    ...some,
  };
}

/** A client that holds no slot. */
export function aWaitingNode(some: Partial<NodeRecord> = {}): NodeRecord {
  return aNode({ state: 'waiting', home: null, ...some });
}

/** A live supernode with ten slots, none of them used, and a lease until an hour after noon. */
export function aSupernode(some: Partial<SupernodeRecord> = {}): SupernodeRecord {
  return {
    nodeId: 's1',
    cell: here.cell,
    epoch: 1,
    nodeEpoch: 1,
    slots: 10,
    used: 0,
    leaseUntilMs: noonMs + hourMs,
    operatorRun: false,
    ...some,
  };
}

/** The node behind `aSupernode`. */
export function aSupernodesNode(some: Partial<NodeRecord> = {}): NodeRecord {
  const carrier = { eligible: true, claimedSlots: 10 } as const;
  return aNode({ nodeId: 's1', role: 'supernode', home: null, ...carrier, ...some });
}

export function aCandidate(some: Partial<Candidate> = {}): Candidate {
  return { nodeId: 'n1', epoch: 1, home: null, claimedSlots: 10, ...some };
}

export function aCell(some: Partial<CellRecord> = {}): CellRecord {
  const idle = { gate: openGate, healStep: 0, newsCount: 0, healDueAtMs: null };
  return { cell: here.cell, population: 11, ...idle, ...some };
}

/** Round numbers, all different, so that a mistaken one shows. */
export function someTimings(some: Partial<Timings> = {}): Timings {
  return {
    bootMsMin: 60_000,
    bootMsMax: 240_000,
    orphanNoticeMsMax: 45_000,
    clientTimeoutMs: 30_000,
    retryMs: 50_000,
    backoffMsBase: 5_000,
    backoffMsMax: 300_000,
    leaseMs: hourMs,
    renewEveryMs: 15 * minuteMs,
    healPaceMs: minuteMs,
    healOverdueMs: 5 * minuteMs,
    rateLimitWindowMs: 20_000,
    loginsPerRateLimitWindow: 10,
    candidateListMs: 6 * hourMs,
    observeEveryMs: 10 * minuteMs,
    observeForMs: 48 * hourMs,
    ...some,
  };
}

export function someSizes(some: Partial<Sizes> = {}): Sizes {
  const limits = { promotionsPerStep: 3, eligibleShare: 0.3, attemptsPerMinuteMax: null };
  return { slotsPerSupernode: 10, headroom: 1, ...limits, ...some };
}

export const aZone: Zone = { label: 'UTC+0', utcOffsetMinutes: 0, nodeShare: 1, supernodeShare: 1 };

export function aNight(some: Partial<Night> = {}): Night {
  return { label: 'first night', threeAmUtcMs: noonMs, restartShare: 0.5, ...some };
}

/** One night at noon, everybody in one zone, half of them restart within ten minutes. */
export function aStorm(some: Partial<Storm> = {}): Storm {
  const steady = { day: null, growthPerDay: 0 };
  return { zones: [aZone], nights: [aNight()], spreadMs: 10 * minuteMs, ...steady, ...some };
}

/** A resilient run of one cell. */
export function someSettings(some: Partial<RunSettings> = {}): RunSettings {
  return {
    runId: here.runId,
    seed: 2007,
    policy: policies.resilient,
    cells: [here.cell],
    startsAtMs: noonMs - hourMs,
    endsAtMs: noonMs + 30 * 24 * hourMs,
    shiftMs: 0,
    timings: someTimings(),
    sizes: someSizes(),
    storm: aStorm(),
    target: { onlineShare: 0.99, healWithinMs: 2 * hourMs },
    ...some,
  };
}

/** Forty nodes in one cell, with room at each supernode for twice its clients. */
export function aShape(some: Partial<PopulationShape> = {}): PopulationShape {
  const sizes = { clientsPerSupernode: 9, slotsPerSupernode: 18, operatorSlots: 5 };
  return { nodeCount: 40, cellCount: 1, ...sizes, eligibleShare: 0.3, zones: [aZone], ...some };
}

/** The first log-in of `n1` after its first boot, due at noon. */
export function aLogin(some: Partial<Parameters<typeof loginRequested>[1]> = {}) {
  const first = { attempt: 1, admissionAtMs: null, proof: aProof(), dueAtMs: noonMs };
  return loginRequested(here, { nodeId: 'n1', epoch: 1, ...first, ...some });
}

/** A proof issued at noon for a day; its MAC is right for nobody. */
export function aProof(some: Partial<Proof> = {}): Proof {
  return { nonce: noonMs, expiresAtMs: noonMs + 24 * hourMs, mac: 'x'.repeat(43), ...some };
}

/** The restart of `n1` to its second boot, at noon. */
export function aRestart(some: Partial<Parameters<typeof nodeRestarted>[1]> = {}) {
  const second = { epoch: 2, waveIndex: 0, cause: 'update', dueAtMs: noonMs } as const;
  return nodeRestarted(here, { nodeId: 'n1', ...second, ...some });
}

/** `n1`, an ordinary client, is switched on for its second boot at noon. */
export function aJoin(some: Partial<Parameters<typeof nodeJoined>[1]> = {}) {
  const profile = { eligible: false, claimedSlots: 0, utcOffsetMinutes: 0 };
  return nodeJoined(here, { nodeId: 'n1', epoch: 2, ...profile, dueAtMs: noonMs, ...some });
}

/** `n1` is switched off at its first boot, at noon. */
export function aLeave({ nodeId = 'n1', epoch = 1, dueAtMs = noonMs } = {}) {
  return nodeLeft(here, nodeId, epoch, dueAtMs);
}

/** The loss of `s1` at its first boot, noticed at noon. */
export function aLoss({ nodeId = 's1', epoch = 1, dueAtMs = noonMs } = {}) {
  return nodeLost(here, nodeId, epoch, dueAtMs);
}

/** The cell's heal step of that number, due at noon. */
export function aHealStep(step = 0, dueAtMs = noonMs) {
  return healStepDue(here, step, dueAtMs);
}
