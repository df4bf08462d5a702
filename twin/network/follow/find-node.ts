// From a node's name back to its number.
import type { Cell } from '../cell.ts';

/** A node of a shard. */
export interface NodeFound {
  readonly cell: Cell;
  readonly node: number;
}

/** The node of that name; null: none of these cells has it. The inverse of `nameOf`. */
export function nodeNamed(cells: readonly Cell[], name: string): NodeFound | null {
  for (const cell of cells) {
    const at = placeIn(cell, name);
    if (at !== null) return { cell, node: cell.base + at };
  }
  return null;
}

function placeIn({ name, firstName, nodeCount, newcomersMax }: Cell, nodeId: string) {
  const [, number] = /^n(\d{8,})$/.exec(nodeId) ?? [];
  if (number !== undefined) {
    const at = Number(number) - firstName;
    return at >= 0 && at < nodeCount ? at : null;
  }
  const start = `g${name}-`;
  const rest = nodeId.startsWith(start) ? nodeId.slice(start.length) : '';
  return /^\d+$/.test(rest) && Number(rest) < newcomersMax ? nodeCount + Number(rest) : null;
}
