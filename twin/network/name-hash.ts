// The hash of a node's name, wherever the node stands in its cell.

import { type HashState, hashNewcomerName, hashNodeName } from '#domain/chance.by-numbers.ts';
import type { Cell } from './cell.ts';

/** Goes on with a node's name: see domain/chance.by-numbers.ts. */
export function nameHash(cell: Cell, node: number, state: HashState): HashState {
  const at = node - cell.base;
  return at < cell.nodeCount
    ? hashNodeName(state, cell.firstName + at)
    : hashNewcomerName(state, cell.name, at - cell.nodeCount);
}
