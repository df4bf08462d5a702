import { type HistoryEntry, type NodeChange, nodesAfter } from '../history.ts';
import { type Invariant, openFindings, type Seen } from '../invariant.ts';
import { countsAt, homeName, sameHome } from '../network-seen.ts';

export const oneHome: Invariant = {
  id: 'one-home',
  sentence: 'A client has one home, and a supernode has none.',
  decidedBy:
    'after every commit no live registration holds more clients than it counts, no home is ' +
    'given at ' +
    'a registration that is not there, only a client that is online has a home, and a live ' +
    'registration is ' +
    'that of a supernode at its present boot',
  monitor() {
    const findings = openFindings();
    return {
      findings,
      note(entry, seen) {
        if (seen.phase === 'seeding' || entry.kind === 'message') return;
        const note = (item: string, words: string) =>
          findings.violated(item, words, entry.atMs, seen.number);
        for (const { item, words } of overHomed(seen, entry.atMs)) note(item, words);
        for (const { item, words } of strayRegistrations(entry, seen)) note(item, words);
        for (const change of nodesAfter(entry)) {
          const words = wrongHome(change, seen);
          if (words !== null) note(change.after.nodeId, words);
        }
      },
    };
  },
};

function overHomed({ network, touched }: Seen, nowMs: number) {
  return [...touched.registrations].flatMap((id) => {
    const registration = network.registrations.get(id);
    if (!countsAt(registration, nowMs)) return [];
    const home = { supernode: id, epoch: registration.epoch };
    const held = network.homedAt(home).size;
    if (held <= registration.used) return [];
    return [
      { item: homeName(home), words: `${held} clients homed, ${registration.used} slots used` },
    ];
  });
}

/**
 * Registrations that carry clients although their node is no supernode any more, or of a later
 * boot.
 */
function strayRegistrations(entry: HistoryEntry, { network }: Seen) {
  if (entry.kind !== 'commit') return [];
  const ids = entry.changes.flatMap(({ of, before, after }) => {
    const row = after ?? before;
    return of !== 'cell' && row !== null && 'nodeId' in row ? [row.nodeId] : [];
  });
  return ids.flatMap((id) => {
    const [registration, node] = [network.registrations.get(id), network.nodes.get(id)];
    if (!countsAt(registration, entry.atMs) || node === undefined) return [];
    if (node.role === 'supernode' && node.epoch === registration.epoch) return [];
    const item = homeName({ supernode: id, epoch: registration.epoch });
    return [{ item, words: `it has a registration, and is a ${node.role} at boot ${node.epoch}` }];
  });
}

function wrongHome({ before, after }: NodeChange, { network }: Seen): string | null {
  const home = after?.home ?? null;
  if (home === null) return null;
  if (after?.role === 'supernode') return `a supernode with a home at ${homeName(home)}`;
  if (after?.state !== 'online') return `${after?.state}, with a home at ${homeName(home)}`;
  if (sameHome(before?.home ?? null, home)) return null;
  const registration = network.registrations.get(home.supernode);
  const isThere = registration?.epoch === home.epoch && registration.nodeEpoch === home.epoch;
  return isThere ? null : `homed at ${homeName(home)}, which has no registration`;
}
