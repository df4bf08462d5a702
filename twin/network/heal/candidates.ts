// Whom heal may promote, as few as it can choose: ranking all would take longer than all the rest.

import { chanceAt, hashEpoch, hashWords } from '#domain/chance.by-numbers.ts';
import { builtInDecisions } from '#domain/decisions.ts';
import { isShortOfSlots } from '#domain/heal/heal-step.by-numbers.ts';
import type { Candidate } from '#domain/heal/heal-step.ts';
import { isLive } from '#domain/network.ts';
import { type Cell, nameOf } from '../cell.ts';
import { homeRegistration } from '../membership/change-node.ts';
import { nameHash } from '../name-hash.ts';
import type { Network } from '../network-state.ts';
import { nodeField, nodeStride } from '../node-table.ts';

/** A candidate with its number. */
export interface HealCandidate extends Candidate {
  readonly node: number;
}

/**
 * The candidates of a cell, as `healStep` needs them: none while no slot is missing, otherwise the
 * first by its own ranking, since it takes no more; all for a policy file's own decision.
 */
export function candidatesFor(network: Network, cell: Cell, nowMs: number): HealCandidate[] {
  const { decisions, settings } = network;
  const isOurs = decisions.healStep === builtInDecisions.healStep;
  const { population } = cell.record;
  if (isOurs && !isShortOfSlots(population, cell.registrations, settings, nowMs)) return [];
  const all = candidateNodes(network, cell);
  const chosen = isOurs ? firstByRank(network, cell, all, nowMs) : all;
  return chosen.map((node) => candidateOf(network, cell, node));
}

function candidateNodes({ candidateBits }: Network, cell: Cell): number[] {
  const found: number[] = [];
  const end = cell.base + cell.nodeCount + cell.newcomersMax;
  for (let from = cell.base & ~31; from < end; from += 32) {
    let bits = candidateBits[from >>> 5]!;
    while (bits !== 0) {
      const node = from + 31 - Math.clz32(bits & -bits);
      bits &= bits - 1;
      // Cells meet within a word.
      if (node >= cell.base && node < end) found.push(node);
    }
  }
  return found;
}

/**
 * As many of the first by `healStep`'s rank as it promotes in one step. Those without a live home
 * come before all others, so that the others are ranked only where these do not suffice.
 */
function firstByRank(
  network: Network,
  cell: Cell,
  all: readonly number[],
  nowMs: number,
): number[] {
  const { promotionsPerStep } = network.settings.sizes;
  const isHeld = (node: number) => {
    const home = homeRegistration(network, node);
    return home !== undefined && isLive(home, nowMs);
  };
  const free: number[] = [];
  const held: number[] = [];
  for (const node of all) (isHeld(node) ? held : free).push(node);
  const first = lowest(network, cell, free, promotionsPerStep);
  if (first.length === promotionsPerStep) return first;
  return [...first, ...lowest(network, cell, held, promotionsPerStep - first.length)];
}

/** So many of the nodes with the lowest chance of all, in the order of their chances. */
function lowest(network: Network, cell: Cell, nodes: readonly number[], count: number): number[] {
  const state = hashWords(network.settings.seed, 'promote/');
  const first: number[] = [];
  const chances: number[] = [];
  for (const node of nodes) {
    const epoch = network.nodes[node * nodeStride + nodeField.epoch]!;
    const chance = chanceAt(hashEpoch(nameHash(cell, node, state), epoch));
    if (first.length >= count && chance >= (chances.at(-1) as number)) continue;
    let at = chances.length;
    while (at > 0 && chances[at - 1]! > chance) at -= 1;
    chances.splice(at, 0, chance);
    first.splice(at, 0, node);
    if (first.length > count) {
      chances.pop();
      first.pop();
    }
  }
  return first;
}

function candidateOf(
  { nodes, registrations, settings }: Network,
  cell: Cell,
  node: number,
): HealCandidate {
  const word = node * nodeStride;
  const home = registrations[nodes[word + nodeField.home]!];
  return {
    node,
    nodeId: nameOf(cell, node),
    epoch: nodes[word + nodeField.epoch]!,
    home: home === undefined ? null : { supernode: home.nodeId, epoch: home.epoch },
    claimedSlots: settings.sizes.slotsPerSupernode,
  };
}
