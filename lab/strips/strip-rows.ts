// The rows of the density strips, as numbers: which cells or zones a row has, and what there is in
// it at a moment.
import {
  cellColumns,
  type DetailHead,
  type NetworkDetail,
  type NetworkDetails,
  zoneColumns,
} from '#twin/network/detail/network-detail.ts';

/** By what the network is divided into rows. */
export type RowKind = 'zones' | 'cells';

/** One row: a zone, a cell, or neighbouring cells of a large network. */
export interface StripGroup {
  readonly label: string;
  /** The places of its zones or cells in the details. */
  readonly from: number;
  readonly until: number;
}

/** What there is in a row at a moment. */
export interface StripRow {
  /** Nodes that are on, and so want to be signed in. */
  readonly wantedCount: number;
  readonly onlineCount: number;
  readonly supernodesLive: number;
}

/** The most that a row ever has, in any run: so it has one scale in all of them. */
export interface StripScale {
  readonly wantedMax: number;
  readonly supernodesMax: number;
}

/** More rows than this are no longer told apart: then neighbouring cells share one. */
export const rowsMax = 50;

/** The rows of a network. */
export function groupsOf(head: DetailHead, kind: RowKind): StripGroup[] {
  const names = head[kind];
  const count = Math.min(rowsMax, names.length);
  const edge = (at: number) => Math.floor((at * names.length) / count);
  return Array.from({ length: count }, (_, at) => {
    const [from, until] = [edge(at), edge(at + 1)];
    const [first, last] = [names[from] ?? '', names[until - 1] ?? ''];
    return { label: first === last ? first : `${first} to ${last}`, from, until };
  });
}

/** The rows that say most of a network: storms restart one zone after the other. */
export function usualRows({ zones }: DetailHead): RowKind {
  return zones.length > 1 ? 'zones' : 'cells';
}

/** What a row has at a moment. */
export function rowOf(detail: NetworkDetail, kind: RowKind, group: StripGroup): StripRow {
  const columns: readonly string[] = kind === 'cells' ? cellColumns : zoneColumns;
  const numbers = detail[kind];
  const sum = (name: keyof StripRow) => {
    const column = columns.indexOf(name);
    let total = 0;
    for (let place = group.from; place < group.until; place += 1)
      total += numbers[place * columns.length + column] ?? 0;
    return total;
  };
  return {
    wantedCount: sum('wantedCount'),
    onlineCount: sum('onlineCount'),
    supernodesLive: sum('supernodesLive'),
  };
}

/** The scale of each row. */
export function scalesOf(
  runs: readonly (NetworkDetails | null)[],
  kind: RowKind,
  groups: readonly StripGroup[],
): StripScale[] {
  const all = runs.flatMap((run) => run?.details ?? []);
  return groups.map((group) => {
    let [wantedMax, supernodesMax] = [1, 1];
    for (const detail of all) {
      const { wantedCount, supernodesLive } = rowOf(detail, kind, group);
      if (wantedCount > wantedMax) wantedMax = wantedCount;
      if (supernodesLive > supernodesMax) supernodesMax = supernodesLive;
    }
    return { wantedMax, supernodesMax };
  });
}
