// Which nodes join and leave within one hour: those whose hour it is, and new ones.
import { chanceOf } from '../chance.ts';
import type { NodeProfile } from '../events.ts';
import { reportBeatMs } from '../limits.ts';
import type { CellId, NodeId, NodeRecord } from '../network.ts';
import type { RunSettings } from '../run-settings.ts';
import { wantsOnline } from './day-profile.ts';
import { zoneOf } from './population.ts';

const dayMs = 24 * 3_600_000;

/** What a node does to reach the state that it wants. */
export type Turn = {
  readonly nodeId: NodeId;
  readonly dueAtMs: number;
} & (
  | ({ readonly kind: 'joins'; readonly epoch: number } & NodeProfile)
  | { readonly kind: 'leaves'; readonly epoch: number }
);

/** A stretch of time; who joins and leaves in it is decided at its start. */
export interface TurnoverSpan {
  readonly atMs: number;
  readonly untilMs: number;
}

type Settings = Pick<RunSettings, 'seed' | 'storm' | 'shiftMs' | 'startsAtMs' | 'sizes'>;

/**
 * Compares the states of a cell's nodes with the states that they want at the end of a span. Nodes
 * that are not there yet get the same answer again, so the next hour repairs what was lost in one.
 * @param nodes all nodes of the cell
 */
export function turnover(
  settings: Settings,
  span: TurnoverSpan,
  cell: CellId,
  nodes: readonly NodeRecord[],
): Turn[] {
  return [
    ...nodes.flatMap((node) => turnOf(settings, span, cell, node)),
    ...newcomers(settings, span, cell, nodes),
  ];
}

function turnOf(settings: Settings, span: TurnoverSpan, cell: CellId, node: NodeRecord): Turn[] {
  const wants = wantsOnline(node, settings, span.untilMs);
  if (wants === (node.state !== 'offline')) return [];
  const { nodeId, epoch, eligible, claimedSlots, utcOffsetMinutes } = node;
  const dueAtMs = reportMs(settings, span, cell, nodeId);
  if (!wants) return [{ kind: 'leaves', nodeId, epoch, dueAtMs }];
  const profile = { eligible, claimedSlots, utcOffsetMinutes };
  return [{ kind: 'joins', nodeId, epoch: epoch + 1, ...profile, dueAtMs }];
}

/** Nodes that grew since the run's start and have no record yet; each joins when it wants to. */
function newcomers(
  settings: Settings,
  span: TurnoverSpan,
  cell: CellId,
  nodes: readonly NodeRecord[],
): Turn[] {
  const known = new Set(nodes.map(({ nodeId }) => nodeId));
  const isNew = (nodeId: NodeId) => nodeId.startsWith(newcomerPrefix(cell));
  const firstCount = nodes.filter(({ nodeId }) => !isNew(nodeId)).length;
  const days = (span.untilMs - settings.startsAtMs) / dayMs;
  // Each cell rounds on its own, or many small cells would all grow at the same instant.
  const rounding = chanceOf(settings.seed, 'growth', cell);
  const count = Math.floor(firstCount * settings.storm.growthPerDay * days + rounding);
  return Array.from({ length: count }, (_, index) => `${newcomerPrefix(cell)}${index}`)
    .filter((nodeId) => !known.has(nodeId))
    .map((nodeId) => ({ nodeId, ...profileOf(settings, nodeId) }))
    .filter((node) => wantsOnline(node, settings, span.untilMs))
    .map((node) => ({
      kind: 'joins',
      epoch: 1,
      ...node,
      dueAtMs: reportMs(settings, span, cell, node.nodeId),
    }));
}

function newcomerPrefix(cell: CellId): string {
  return `g${cell}-`;
}

function profileOf({ seed, storm, sizes }: Settings, nodeId: NodeId): NodeProfile {
  const eligible = chanceOf(seed, 'eligible', nodeId) < sizes.eligibleShare;
  return {
    eligible,
    claimedSlots: eligible ? sizes.slotsPerSupernode : 0,
    utcOffsetMinutes: zoneOf(storm.zones, chanceOf(seed, 'zone', nodeId), (one) => one.nodeShare),
  };
}

/**
 * When a node reports that it came or went: at a beat of its cell, the same one in every span, so
 * that a node's joining and leaving keep their distance.
 */
function reportMs(
  { seed }: Pick<Settings, 'seed'>,
  span: TurnoverSpan,
  cell: CellId,
  nodeId: NodeId,
): number {
  const beatAt = chanceOf(seed, 'turnover-beat', cell);
  return onBeatMs(span, beatAt, chanceOf(seed, 'turnover-moment', nodeId));
}

/**
 * A moment of a span moved to the beat of its stretch of `reportBeatMs`.
 * @param beatAt where in each stretch the beat is, from 0 to 1
 * @param moment where in the span the moment is, from 0 to 1
 */
export function onBeatMs({ atMs, untilMs }: TurnoverSpan, beatAt: number, moment: number): number {
  const beatCount = Math.max(1, Math.floor((untilMs - atMs) / reportBeatMs));
  const everyMs = (untilMs - atMs) / beatCount;
  return atMs + Math.floor((Math.floor(moment * beatCount) + beatAt) * everyMs);
}
