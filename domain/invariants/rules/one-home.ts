import { type HistoryEntry, type NodeChange, nodesAfter } from '../history.ts';
import { type Invariant, openFindings, type Seen } from '../invariant.ts';
import { countsAt, homeName, sameHome } from '../network-seen.ts';

export const oneHome: Invariant = {
  id: 'one-home',
  sentence: 'A client has one home, and a supernode has none.',
  decidedBy:
    'after every commit no live offer holds more clients than it counts, no home is given at ' +
    'an offer that is not there, only a client that is online has a home, and a live offer is ' +
    'that of a supernode at its present boot',
  watch() {
    const findings = openFindings();
    return {
      findings,
      note(entry, seen) {
        if (seen.phase === 'seeding' || entry.kind === 'message') return;
        const tell = (item: string, words: string) =>
          findings.broken(item, words, entry.atMs, seen.number);
        for (const { item, words } of overHomed(seen, entry.atMs)) tell(item, words);
        for (const { item, words } of strayOffers(entry, seen)) tell(item, words);
        for (const change of nodesAfter(entry)) {
          const words = wrongHome(change, seen);
          if (words !== null) tell(change.after.nodeId, words);
        }
      },
    };
  },
};

function overHomed({ network, touched }: Seen, nowMs: number) {
  return [...touched.offers].flatMap((id) => {
    const offer = network.offers.get(id);
    if (!countsAt(offer, nowMs)) return [];
    const home = { supernode: id, epoch: offer.epoch };
    const held = network.homedAt(home).size;
    if (held <= offer.used) return [];
    return [{ item: homeName(home), words: `${held} clients homed, ${offer.used} slots used` }];
  });
}

/** Offers that carry clients although their node is no supernode any more, or of a later boot. */
function strayOffers(entry: HistoryEntry, { network }: Seen) {
  if (entry.kind !== 'commit') return [];
  const ids = entry.changes.flatMap(({ of, before, after }) => {
    const row = after ?? before;
    return of !== 'cell' && row !== null && 'nodeId' in row ? [row.nodeId] : [];
  });
  return ids.flatMap((id) => {
    const [offer, node] = [network.offers.get(id), network.nodes.get(id)];
    if (!countsAt(offer, entry.atMs) || node === undefined) return [];
    if (node.role === 'supernode' && node.epoch === offer.epoch) return [];
    const item = homeName({ supernode: id, epoch: offer.epoch });
    return [{ item, words: `it offers slots, and is a ${node.role} at boot ${node.epoch}` }];
  });
}

function wrongHome({ before, after }: NodeChange, { network }: Seen): string | null {
  const home = after?.home ?? null;
  if (home === null) return null;
  if (after?.role === 'supernode') return `a supernode with a home at ${homeName(home)}`;
  if (after?.state !== 'online') return `${after?.state}, with a home at ${homeName(home)}`;
  if (sameHome(before?.home ?? null, home)) return null;
  const offer = network.offers.get(home.supernode);
  const isThere = offer?.epoch === home.epoch && offer.nodeEpoch === home.epoch;
  return isThere ? null : `homed at ${homeName(home)}, which offers nothing`;
}
