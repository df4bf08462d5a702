import { chanceOf } from '../chance.ts';
import {
  type CellId,
  type CellRecord,
  type Home,
  type NodeRecord,
  openGate,
  type SupernodeRecord,
} from '../network.ts';
import type { Zone } from '../run-settings.ts';

/** The network on a quiet day: how many nodes, and how many of them carry the others. */
export interface PopulationShape {
  readonly nodeCount: number;
  readonly cellCount: number;
  /** Clients of one supernode on average if everybody was online. */
  readonly clientsPerSupernode: number;
  readonly slotsPerSupernode: number;
  /** Slots of the one operator-run supernode that each cell keeps. */
  readonly operatorSlots: number;
  /** Share of nodes that could be supernodes (facts 1.13), those that are included. */
  readonly eligibleShare: number;
  readonly zones: readonly Zone[];
}

/** One cell with everybody in it. */
export interface CellPopulation {
  readonly cell: CellRecord;
  readonly nodes: readonly NodeRecord[];
  readonly supernodes: readonly SupernodeRecord[];
}

/** Whether a node is online on the quiet day; supernodes always are. */
export type IsOn = (node: Pick<NodeRecord, 'nodeId' | 'eligible' | 'utcOffsetMinutes'>) => boolean;

/**
 * Builds a quiet day: everybody signed in who is on, every client homed, every supernode's lease
 * running. Yields one cell at a time, so that a network of millions need not be in memory at once.
 */
export function* quietDay(
  shape: PopulationShape,
  seed: number,
  leaseUntilMs: number,
  isOn: IsOn = () => true,
): Generator<CellPopulation> {
  for (const [index, cell] of cellIds(shape.cellCount).entries()) {
    const first = Math.floor((index * shape.nodeCount) / shape.cellCount);
    const end = Math.floor(((index + 1) * shape.nodeCount) / shape.cellCount);
    const places = { cell, first, nodeCount: end - first };
    yield quietCell(shape, seed, leaseUntilMs, places, isOn);
  }
}

/**
 * How many supernodes a cell begins with: its share in whole numbers, and the next one where
 * rounding down would leave clients without a slot, as it may in a cell of a few dozen nodes.
 */
export function supernodesOf(
  {
    clientsPerSupernode,
    slotsPerSupernode,
  }: Pick<PopulationShape, 'clientsPerSupernode' | 'slotsPerSupernode'>,
  nodeCount: number,
): number {
  const share = nodeCount / (clientsPerSupernode + 1);
  const rounded = Math.max(1, Math.round(share));
  const isEnough = rounded * (slotsPerSupernode + 1) >= nodeCount;
  return isEnough ? rounded : Math.ceil(share);
}

/** The names of a run's cells. */
export function cellIds(cellCount: number): CellId[] {
  return Array.from({ length: cellCount }, (_, index) => `c${String(index).padStart(4, '0')}`);
}

function quietCell(
  shape: PopulationShape,
  seed: number,
  leaseUntilMs: number,
  { cell, first, nodeCount }: { cell: CellId; first: number; nodeCount: number },
  isOn: IsOn,
): CellPopulation {
  const supernodeCount = supernodesOf(shape, nodeCount);
  const supernodes = Array.from({ length: supernodeCount }, (_, index) =>
    registration(nodeName(first + index), cell, shape.slotsPerSupernode, leaseUntilMs, false),
  );
  const used = new Array<number>(supernodeCount).fill(0);
  const nodes = Array.from({ length: nodeCount }, (_, index) => {
    const own = supernodes[index];
    const at = index % supernodeCount;
    const node = aNode(shape, seed, cell, first + index, own ? null : homeOf(supernodes[at]));
    if (own !== undefined) return node;
    if (!isOn(node)) return { ...node, state: 'offline', home: null } as const;
    used[at] = (used[at] ?? 0) + 1;
    return node;
  });
  const operator = registration(`operator-${cell}`, cell, shape.operatorSlots, leaseUntilMs, true);
  return {
    cell: {
      cell,
      population: nodes.filter(({ state }) => state !== 'offline').length,
      gate: openGate,
      healStep: 0,
      newsCount: 0,
      healDueAtMs: null,
    },
    nodes,
    supernodes: [...supernodes.map((one, at) => ({ ...one, used: used[at] ?? 0 })), operator],
  };
}

function aNode(
  shape: PopulationShape,
  seed: number,
  cell: CellId,
  index: number,
  home: Home | null,
): NodeRecord {
  const nodeId = nodeName(index);
  const eligible = home === null || chanceOf(seed, 'eligible', nodeId) < shape.eligibleShare;
  return {
    nodeId,
    cell,
    epoch: 1,
    state: 'online',
    role: home === null ? 'supernode' : 'client',
    home,
    eligible,
    claimedSlots: eligible ? shape.slotsPerSupernode : 0,
    utcOffsetMinutes: zoneOf(shape.zones, chanceOf(seed, 'zone', nodeId), (zone) =>
      home === null ? zone.supernodeShare : zone.nodeShare,
    ),
    waveIndex: -1,
    provenEpoch: 1,
    minNonce: 0,
  };
}

/**
 * The zone that a chance from 0 to 1 falls to, in proportion to the zones' shares.
 * @returns its offset in minutes
 */
export function zoneOf(
  zones: readonly Zone[],
  chance: number,
  shareOf: (zone: Zone) => number,
): number {
  let left = chance * zones.reduce((sum, zone) => sum + shareOf(zone), 0);
  for (const zone of zones) {
    left -= shareOf(zone);
    if (left < 0) return zone.utcOffsetMinutes;
  }
  throw new Error('expected a storm to name at least one zone with a share above zero');
}

function registration(
  nodeId: string,
  cell: CellId,
  slots: number,
  leaseUntilMs: number,
  operatorRun: boolean,
): SupernodeRecord {
  return { nodeId, cell, epoch: 1, nodeEpoch: 1, slots, used: 0, leaseUntilMs, operatorRun };
}

function homeOf(supernode: SupernodeRecord | undefined): Home {
  if (supernode === undefined) throw new Error('expected every cell to have a supernode');
  return { supernode: supernode.nodeId, epoch: supernode.epoch };
}

function nodeName(index: number): string {
  return `n${String(index).padStart(8, '0')}`;
}
