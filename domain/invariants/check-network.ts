import {
  type CellRecord,
  isLive,
  isSignedIn,
  type NodeRecord,
  type SupernodeRecord,
} from '../network.ts';

/** What a full scan of a run's tables shows. */
export interface NetworkScan {
  readonly cells: readonly CellRecord[];
  readonly nodes: readonly NodeRecord[];
  readonly supernodes: readonly SupernodeRecord[];
}

/** Everybody counted, and every violated invariant in words that name the item. */
export interface NetworkCheck {
  /** Those who want to be signed in: all nodes but those that are switched off. */
  readonly populationCount: number;
  readonly onlineCount: number;
  readonly violations: readonly string[];
}

/**
 * Checks what must hold at any instant that no handler is at work: no supernode over its slots, no
 * slot leaked or counted twice, nobody both supernode and client, no registration without its
 * supernode, nobody signed in unproven or switched off, and no cell that miscounts its wanted
 * nodes.
 */
export function checkNetwork(
  { cells, nodes, supernodes }: NetworkScan,
  nowMs: number,
): NetworkCheck {
  const byId = new Map(supernodes.map((one) => [one.nodeId, one]));
  const held = homedCounts(nodes);
  const wanting = nodes.filter(({ state }) => state !== 'offline');
  const online = nodes.filter((node) => isSignedIn(node, byId, nowMs));
  return {
    populationCount: wanting.length,
    onlineCount: online.length,
    violations: [
      ...cells.flatMap((cell) => demandViolations(cell, wanting)),
      ...online.flatMap(identityViolations),
      ...supernodes.flatMap((one) => slotViolations(one, held, nowMs)),
      ...nodes.flatMap((node) => roleViolations(node, byId)),
    ],
  };
}

function demandViolations({ cell, population }: CellRecord, wanting: readonly NodeRecord[]) {
  const count = wanting.filter((node) => node.cell === cell).length;
  return count === population ? [] : [`${cell}: ${population} counted as on, ${count} are`];
}

function identityViolations({ nodeId, epoch, provenEpoch }: NodeRecord): string[] {
  if (provenEpoch === epoch) return [];
  return [`${nodeId}@${epoch}: signed in, and last proved who it is at boot ${provenEpoch}`];
}

function homedCounts(nodes: readonly NodeRecord[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { home } of nodes) {
    if (home === null) continue;
    const key = `${home.supernode}@${home.epoch}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function slotViolations(
  one: SupernodeRecord,
  held: ReadonlyMap<string, number>,
  nowMs: number,
): string[] {
  const name = `${one.nodeId}@${one.epoch}`;
  const heldCount = held.get(name) ?? 0;
  const violated: string[] = [];
  if (one.used > one.slots) violated.push(`${name}: ${one.used} slots used of ${one.slots}`);
  if (one.used < 0) violated.push(`${name}: ${one.used} slots used, below zero`);
  // The count of a dead registration no longer matters to anybody, so only live ones must be exact.
  if (isLive(one, nowMs) && one.used !== heldCount)
    violated.push(`${name}: ${one.used} slots counted as used, ${heldCount} clients homed there`);
  return violated;
}

function roleViolations(
  node: NodeRecord,
  supernodes: ReadonlyMap<string, SupernodeRecord>,
): string[] {
  const violated: string[] = [];
  const registration = supernodes.get(node.nodeId);
  if (node.state === 'offline' && (node.home !== null || node.role === 'supernode'))
    violated.push(
      `${node.nodeId}: switched off, and still ${node.home ? 'at home' : 'a supernode'}`,
    );
  if (node.role === 'supernode' && node.home !== null)
    violated.push(`${node.nodeId}: a supernode with a home at ${node.home.supernode}`);
  if (node.role === 'supernode' && registration?.epoch !== node.epoch)
    violated.push(`${node.nodeId}@${node.epoch}: a supernode without a registration at its epoch`);
  if (registration !== undefined && registration.nodeEpoch > node.epoch)
    violated.push(
      `${node.nodeId}@${node.epoch}: its registration has heard of boot ${registration.nodeEpoch}`,
    );
  return violated;
}
