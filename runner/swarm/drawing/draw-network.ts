// Draws the size of a case's network, and how many free slots it has.

import type { Sizes } from '#domain/run-settings.ts';
import type { PopulationShape } from '#domain/storm/population.ts';
import type { Pace } from '../swarm-case.ts';
import type { Draw } from './draw.ts';

/** A network before its zones are known. */
export interface SwarmNetwork {
  readonly shape: Omit<PopulationShape, 'zones'>;
  readonly sizes: Sizes;
  /** The number of nodes in the largest cell on the quiet day. */
  readonly cellNodesMax: number;
  readonly operatorCarriesAll: boolean;
}

/** A supernode, its clients, and a node that can replace the supernode. */
const cellNodesMin = 4;

/**
 * Draws a network of 8 to 60 nodes in one to three cells.
 * @param isContended whether slots are scarce: the quiet day just fits, and the operator-run
 * supernodes have next to no slots. Then restarted clients compete for the last slots
 */
export function drawNetwork(draw: Draw, pace: Pace, isContended: boolean): SwarmNetwork {
  const nodeCount = Math.round(draw.log(8, 60));
  const cellCount = draw.whole(1, Math.min(3, Math.floor(nodeCount / cellNodesMin)));
  const clientsPerSupernode = draw.whole(2, 10);
  const cellNodesMax = Math.ceil(nodeCount / cellCount);
  const cellNodes = [Math.floor(nodeCount / cellCount), cellNodesMax];
  const needed = Math.max(...cellNodes.map((count) => clientsOfOne(count, clientsPerSupernode)));
  // Half of the networks are tight: the quiet day just fits.
  const spare = draw.is(0.5) ? draw.whole(0, 1) : draw.whole(2, needed + 4);
  const slotsPerSupernode = needed + (isContended ? 0 : spare);
  const operatorCarriesAll = draw.is(0.5) && !isContended;
  const eligibleShare = draw.between(0.1, 1);
  const grownNodesMax = pace === 'hours' ? 2 * cellNodesMax : cellNodesMax;
  return {
    cellNodesMax,
    operatorCarriesAll,
    shape: {
      nodeCount,
      cellCount,
      clientsPerSupernode,
      slotsPerSupernode,
      eligibleShare,
      operatorSlots: isContended ? 1 : draw.whole(1, 5) + (operatorCarriesAll ? grownNodesMax : 0),
    },
    sizes: {
      slotsPerSupernode,
      eligibleShare,
      headroom: isContended ? 1 : draw.between(1, 1.6),
      promotionsPerStep: isContended ? 1 : draw.whole(1, 4),
      attemptsPerMinuteMax: draw.is(0.3) ? draw.log(0.5, 30) : null,
    },
  };
}

/** The most clients that `quietDay` gives to one supernode of a cell. */
function clientsOfOne(cellNodes: number, clientsPerSupernode: number): number {
  const supernodes = Math.max(1, Math.round(cellNodes / (clientsPerSupernode + 1)));
  return Math.ceil((cellNodes - supernodes) / supernodes);
}
