// How many cells' nodes are read at once, so that one function's memory bears them.
import type { CellRecord } from '../network.ts';

/**
 * Nodes that are in memory at once: twenty thousand take some 35 MB beside the 100 MB of the
 * function itself, and those of fifty cells of 2,000 were too many for its 256 MB. Offline nodes,
 * which a cell's population leaves out, are at most as many again.
 */
const nodesAtOnceMax = 20_000;

/** Divides cells, in their order, into crowds to be read together; each has at least one cell. */
export function crowdsOf<Cell extends Pick<CellRecord, 'population'>>(
  cells: readonly Cell[],
): Cell[][] {
  const crowds: Cell[][] = [];
  let nodeCount = Number.POSITIVE_INFINITY;
  for (const cell of cells) {
    if (nodeCount + cell.population > nodesAtOnceMax) {
      crowds.push([]);
      nodeCount = 0;
    }
    crowds.at(-1)?.push(cell);
    nodeCount += cell.population;
  }
  return crowds;
}
