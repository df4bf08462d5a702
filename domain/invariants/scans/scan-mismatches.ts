import type { SupernodeRecord } from '../../network.ts';
import { countsAt, homeName } from '../network-seen.ts';
import type { NetworkSnapshot } from './scan-evidence.ts';

/** A counter that is not what the records count up to. */
export interface Mismatch {
  readonly kind: 'over-homed' | 'leaked' | 'population';
  readonly item: string;
  readonly words: string;
  /** Equal in two scans if neither the counter nor those whom it counts have changed. */
  readonly fingerprint: string;
}

/** Finds the counters that do not fit one scan; a scan takes a while, so a few may have moved. */
export function mismatchesOf(snapshot: NetworkSnapshot): Mismatch[] {
  return [...registrationMismatches(snapshot), ...populationMismatches(snapshot)];
}

function registrationMismatches({ nodes, supernodes, atMs }: NetworkSnapshot): Mismatch[] {
  const held = new Map<string, string[]>();
  for (const { nodeId, home } of nodes) {
    if (home === null) continue;
    const clients = held.get(homeName(home)) ?? [];
    clients.push(nodeId);
    held.set(homeName(home), clients);
  }
  return supernodes
    .filter((registration) => countsAt(registration, atMs))
    .flatMap((registration) => registrationMismatch(registration, held));
}

function registrationMismatch(
  { nodeId, epoch, used }: SupernodeRecord,
  held: ReadonlyMap<string, readonly string[]>,
): Mismatch[] {
  const item = homeName({ supernode: nodeId, epoch });
  const clients = held.get(item) ?? [];
  if (clients.length === used) return [];
  const kind = clients.length > used ? 'over-homed' : 'leaked';
  const words = `${used} slots used, ${clients.length} clients homed`;
  return [{ kind, item, words, fingerprint: `${item} ${used} ${[...clients].sort().join()}` }];
}

function populationMismatches({ cells, nodes }: NetworkSnapshot): Mismatch[] {
  const present = new Map<string, number>();
  const sums = new Map<string, number>();
  for (const { cell, state, epoch } of nodes) {
    sums.set(cell, (sums.get(cell) ?? 0) + epoch);
    if (state !== 'offline') present.set(cell, (present.get(cell) ?? 0) + 1);
  }
  return cells.flatMap(({ cell, population }) => {
    const count = present.get(cell) ?? 0;
    if (count === population) return [];
    const words = `its population is ${population}, ${count} nodes are not offline`;
    // Whoever joins or leaves in between changes a boot number or the count.
    const fingerprint = `${cell} ${population} ${count} ${sums.get(cell)}`;
    return [{ kind: 'population' as const, item: cell, words, fingerprint }];
  });
}
