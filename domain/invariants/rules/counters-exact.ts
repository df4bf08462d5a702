import type { NodeRecord, SupernodeRecord } from '../../network.ts';
import { type Invariant, openFindings, type Seen } from '../invariant.ts';
import { countsAt, homeName } from '../network-seen.ts';

export const countersExact: Invariant = {
  id: 'counters-exact',
  sentence: 'Every counter equals what a full scan counts.',
  decidedBy:
    "after every commit a cell's population is the number of its nodes that are not offline, " +
    'and a live registration counts exactly the clients homed there; at the end all are ' +
    'counted anew',
  monitor() {
    const findings = openFindings();
    const notifyAll = (miscounts: readonly Miscount[], atMs: number, number: number) => {
      for (const { item, words } of miscounts) findings.violated(item, words, atMs, number);
    };
    return {
      findings,
      note(entry, seen) {
        if (seen.phase === 'seeding' || entry.kind === 'message') return;
        notifyAll(miscountsOf(seen, entry.atMs), entry.atMs, seen.number);
      },
      end({ atMs }, seen) {
        notifyAll(recounted(seen, atMs), atMs, seen.number);
      },
    };
  },
};

interface Miscount {
  readonly item: string;
  readonly words: string;
}

function miscountsOf({ network, touched }: Seen, nowMs: number): Miscount[] {
  const miscounts: Miscount[] = [];
  for (const id of touched.cells) {
    const cell = network.cells.get(id);
    const present = network.presentIn(id);
    if (cell === undefined || cell.population === present) continue;
    miscounts.push({ item: id, words: formatPopulation(cell.population, present) });
  }
  for (const id of touched.registrations) {
    const registration = network.registrations.get(id);
    if (!countsAt(registration, nowMs)) continue;
    const home = { supernode: id, epoch: registration.epoch };
    const held = network.homedAt(home).size;
    if (held !== registration.used) miscounts.push(usedMiscount(registration, held));
  }
  return miscounts;
}

/** Counts everybody anew: what was kept change by change may itself have been miscounted. */
function recounted({ network }: Seen, nowMs: number): Miscount[] {
  const { present, held } = countAll(network.nodes.values());
  const cells = [...network.cells.values()].flatMap(({ cell, population }) => {
    const found = present.get(cell) ?? 0;
    if (found === population) return [];
    return [{ item: cell, words: `${formatPopulation(population, found)}, by a full scan` }];
  });
  const registrations = [...network.registrations.values()].flatMap((registration) => {
    const found =
      held.get(homeName({ supernode: registration.nodeId, epoch: registration.epoch })) ?? 0;
    if (found === registration.used || !countsAt(registration, nowMs)) return [];
    const { item, words } = usedMiscount(registration, found);
    return [{ item, words: `${words}, by a full scan` }];
  });
  return [...cells, ...registrations];
}

function countAll(nodes: Iterable<NodeRecord>) {
  const present = new Map<string, number>();
  const held = new Map<string, number>();
  for (const { cell, state, home } of nodes) {
    if (state !== 'offline') present.set(cell, (present.get(cell) ?? 0) + 1);
    if (home === null) continue;
    held.set(homeName(home), (held.get(homeName(home)) ?? 0) + 1);
  }
  return { present, held };
}

function formatPopulation(population: number, present: number): string {
  return `its population is ${population}, ${present} nodes are not offline`;
}

function usedMiscount({ nodeId, epoch, used }: SupernodeRecord, held: number): Miscount {
  const item = homeName({ supernode: nodeId, epoch });
  return { item, words: `${used} slots used, ${held} clients homed` };
}
