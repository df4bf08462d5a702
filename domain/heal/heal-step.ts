import { chanceOf } from '../chance.ts';
import { dueAheadMsMax } from '../limits.ts';
import {
  type CellRecord,
  type Gate,
  isGhost,
  isLive,
  type NodeRecord,
  type SupernodeRecord,
  signedInCount,
} from '../network.ts';
import type { RunSettings } from '../run-settings.ts';
import { registeredSlots } from './registered-slots.ts';

/** What heal knows of a node that could be promoted. */
export type Candidate = Pick<NodeRecord, 'nodeId' | 'epoch' | 'home' | 'claimedSlots'>;

/** What a heal step found in a cell, and what it asks for. */
export interface HealPlan {
  readonly onlineCount: number;
  readonly slotsLive: number;
  /** What heal believed it had: with `ghost-slots` it includes slots that are gone. */
  readonly slotsCounted: number;
  readonly slotsNeeded: number;
  readonly promote: readonly Candidate[];
  /** Records of supernodes that restarted: their slots are gone for good. */
  readonly retire: readonly SupernodeRecord[];
  /** Supernodes whose lease ran out although nobody saw them restart. */
  readonly lost: readonly SupernodeRecord[];
  readonly gate: Gate;
  /** When the next step is due; null when everybody is signed in. */
  readonly nextAtMs: number | null;
}

/**
 * Decides what one heal step does for a cell: promote to cover the clients that want to be signed
 * in, retire what is dead, pace the log-ins, and come again while anybody waits.
 */
export function healStep(
  cell: CellRecord,
  supernodes: readonly SupernodeRecord[],
  candidates: readonly Candidate[],
  settings: Pick<RunSettings, 'seed' | 'policy' | 'timings' | 'sizes'>,
  nowMs: number,
): HealPlan {
  const { policy, sizes, timings } = settings;
  const live = supernodes.filter((one) => isLive(one, nowMs));
  const counted = policy.ghostSlots
    ? supernodes.filter((one) => isLive(one, nowMs) || isGhost(one, nowMs))
    : live;
  const onlineCount = signedInCount(live, nowMs);
  const users = live.filter((one) => !one.operatorRun).length;
  const slotsCounted = slotsOf(counted);
  const slotsNeeded = Math.ceil((cell.population - users) * sizes.headroom);
  const missing = slotsNeeded - slotsCounted;
  const willing = missing > 0 ? capacityFirst(candidates, supernodes, settings.seed, nowMs) : [];
  const waitingCount = Math.max(cell.population - onlineCount, 0);
  // With nobody left to promote, another step brings no slots: a node that could bring some has to
  // boot first, and that is news.
  const isDone = waitingCount === 0 && (missing <= 0 || candidates.length === 0);
  return {
    onlineCount,
    slotsLive: slotsOf(live),
    slotsCounted,
    slotsNeeded,
    promote: enoughFor(missing, willing, sizes),
    retire: supernodes.filter((one) => isOver(one, counted)),
    lost: supernodes.filter((one) => isSilent(one, nowMs)),
    gate: policy.noBackpressure ? cell.gate : paceLogins(cell.gate, waitingCount, settings, nowMs),
    nextAtMs: isDone ? null : nowMs + timings.healPaceMs,
  };
}

/**
 * Spreads the admission times of the waiting nodes over the time that the log-in service needs for
 * them. A gate that is still refilling is kept, so that the times already given hold, unless far
 * more wait than it was set for.
 */
export function paceLogins(
  gate: Gate,
  waitingCount: number,
  { timings }: Pick<RunSettings, 'timings'>,
  nowMs: number,
): Gate {
  const neededMs = Math.ceil(
    (waitingCount / timings.loginsPerRateLimitWindow) * timings.rateLimitWindowMs,
  );
  // No request may wait longer for its admission time; those who come early are asked to come back.
  const refillMs = Math.min(neededMs, dueAheadMsMax / 2);
  const gateEndsMs = gate.fromMs + gate.refillMs;
  if (nowMs + refillMs <= gateEndsMs + timings.healPaceMs && nowMs < gateEndsMs) return gate;
  return refillMs <= timings.rateLimitWindowMs ? gate : { fromMs: nowMs, refillMs };
}

/**
 * Nodes without a live home first: they bring capacity without giving up a slot. Within each group
 * by rank. A node whose home was not seen is left for the next step: its home would keep the slot.
 */
function capacityFirst(
  candidates: readonly Candidate[],
  supernodes: readonly SupernodeRecord[],
  seed: number,
  nowMs: number,
): readonly Candidate[] {
  const byId = new Map(supernodes.map((one) => [one.nodeId, one]));
  const rank = ({ nodeId, epoch, home }: Candidate) => {
    const holder = home === null ? undefined : byId.get(home.supernode);
    const isHeld = holder?.epoch === home?.epoch && holder !== undefined && isLive(holder, nowMs);
    return (isHeld ? 1 : 0) + chanceOf(seed, 'promote', nodeId, epoch);
  };
  const isNewerThanSeen = ({ home }: Candidate) =>
    home !== null && home.epoch > (byId.get(home.supernode)?.epoch ?? Number.POSITIVE_INFINITY);
  const ranked = candidates
    .filter((one) => !isNewerThanSeen(one))
    .map((one) => ({ one, rank: rank(one) }));
  return ranked.sort((a, b) => a.rank - b.rank).map(({ one }) => one);
}

/** The first of those who are willing, as many as cover the slots that are missing. */
function enoughFor(
  missing: number,
  willing: readonly Candidate[],
  sizes: RunSettings['sizes'],
): readonly Candidate[] {
  let slots = 0;
  let count = 0;
  for (const one of willing.slice(0, sizes.promotionsPerStep)) {
    if (slots >= missing) break;
    slots += registeredSlots(one, sizes);
    count += 1;
  }
  return willing.slice(0, count);
}

function slotsOf(supernodes: readonly SupernodeRecord[]): number {
  return supernodes.reduce((sum, one) => sum + one.slots, 0);
}

/** A record is over once it restarted and no count relies on it any more. */
function isOver(one: SupernodeRecord, counted: readonly SupernodeRecord[]): boolean {
  return one.epoch !== one.nodeEpoch && !counted.includes(one);
}

/** Whether a supernode's lease ran out although nobody saw it restart. */
export function isSilent(one: SupernodeRecord, nowMs: number): boolean {
  return one.epoch === one.nodeEpoch && one.leaseUntilMs <= nowMs;
}
