import { type NodeChange, nodesAfter } from '../history.ts';
import { type Invariant, openFindings, type Seen } from './invariant.ts';
import { countsAt, homeName, sameHome } from './network-seen.ts';

export const oneHome: Invariant = {
  id: 'one-home',
  sentence: 'A client has one home, and a supernode has none.',
  decidedBy:
    'after every commit no live offer holds more clients than it counts, no home is given at ' +
    'an offer that is not there, and only a client that is online has a home',
  watch() {
    const findings = openFindings();
    return {
      findings,
      note(entry, seen) {
        if (seen.phase === 'seeding' || entry.kind === 'message') return;
        const tell = (item: string, words: string) =>
          findings.broken(item, words, entry.atMs, seen.number);
        for (const { item, words } of overHomed(seen, entry.atMs)) tell(item, words);
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
