import { type Item, toCell, toNode, toSupernode } from '#adapters/network/items.ts';
import type { CellRecord, NodeRecord, SupernodeRecord } from '#domain/network.ts';

/** Everything a run's table says of its network, in the order of the keys. */
export interface NetworkRecords {
  readonly cells: readonly CellRecord[];
  readonly nodes: readonly NodeRecord[];
  readonly supernodes: readonly SupernodeRecord[];
}

/** Sorts a table's items out; the counters of log-in windows are no part of the network. */
export function networkRecords(items: readonly unknown[]): NetworkRecords {
  const ofKind = (prefix: string) =>
    (items as readonly Item[])
      .filter(({ sk }) => sk?.S?.startsWith(prefix))
      .sort((a, b) => keyOf(a).localeCompare(keyOf(b)));
  return {
    cells: ofKind('CELL').map(toCell),
    nodes: ofKind('NODE#').map(toNode),
    supernodes: ofKind('SUPERNODE#').map(toSupernode),
  };
}

function keyOf({ pk, sk }: Item): string {
  return `${pk?.S} ${sk?.S}`;
}
