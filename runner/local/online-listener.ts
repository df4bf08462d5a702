// Counts who is signed in at every write of a local cloud, from the last restart on.
import { type Item, toCell, toSupernode } from '#adapters/network/items.ts';
import { type SupernodeRecord, signedInCount } from '#domain/network.ts';
import type { CurvePoint } from '#domain/storm/judge-run.ts';
import type { Commit } from '#local-cloud/history-facts.ts';

/** Hears the writes of one run. */
export interface OnlineListener {
  onCommit(commit: Commit): void;
  /** One point for each moment at which the counts changed, in the order of time. */
  readonly points: readonly CurvePoint[];
}

/**
 * Listens to the writes of a run. A lease ends without a write, so the counts are taken before each
 * write as well as after it.
 * @param fromMs from when on it counts; before, it only remembers
 */
export function openOnlineListener(runId: string, fromMs: number): OnlineListener {
  const supernodes = new Map<string, Item>();
  const cells = new Map<string, Item>();
  const read = itemReader();
  const points: CurvePoint[] = [];
  const count = (atMs: number) => {
    const onlineCount = signedInCount([...supernodes.values()].map(read.supernode), atMs);
    const wantedCount = [...cells.values()].reduce((sum, item) => sum + read.population(item), 0);
    const last = points.at(-1);
    if (last?.onlineCount === onlineCount && last.wantedCount === wantedCount) return;
    points.push({ atMs, onlineCount, wantedCount });
  };
  const kindOf = (sk: string) => {
    if (sk.startsWith('SUPERNODE#')) return supernodes;
    return sk === 'CELL' ? cells : null;
  };
  return {
    points,
    onCommit({ atMs, changes }) {
      const counted = changes.flatMap(({ key, after }) => {
        const { pk, sk } = key as Item;
        const kind = pk?.S?.startsWith(`CELL#${runId}#`) ? kindOf(sk?.S ?? '') : null;
        return kind === null ? [] : [{ kind, name: `${pk?.S} ${sk?.S}`, item: after as Item }];
      });
      if (counted.length === 0) return;
      if (atMs > fromMs && points.length === 0) count(fromMs);
      if (atMs > fromMs) count(atMs);
      for (const { kind, name, item } of counted) {
        if (item === undefined) kind.delete(name);
        else kind.set(name, item);
      }
      if (atMs > fromMs) count(atMs);
    },
  };
}

/** Reads each item once: an item never changes, a change brings another one. */
function itemReader() {
  const known = new WeakMap<Item, SupernodeRecord>();
  const populations = new WeakMap<Item, number>();
  return {
    supernode(item: Item): SupernodeRecord {
      const record = known.get(item) ?? toSupernode(item);
      known.set(item, record);
      return record;
    },
    population(item: Item): number {
      const population = populations.get(item) ?? toCell(item).population;
      populations.set(item, population);
      return population;
    },
  };
}
