import type { Home } from '../../network.ts';
import { type Invariant, openFindings, type Seen } from '../invariant.ts';
import { countsAt, homeName } from '../network-seen.ts';

interface Leak {
  readonly home: Home;
  readonly sinceMs: number;
  isTold: boolean;
}

export const noSlotLeaked: Invariant = {
  id: 'no-slot-leaked',
  sentence: 'No slot stays taken for longer than a lease after its client is gone.',
  decidedBy: 'no live offer counts more used slots than clients homed there for over one lease',
  watch({ timings }) {
    const findings = openFindings();
    const leaks = new Map<string, Leak>();
    return {
      findings,
      note(entry, seen) {
        if (seen.phase === 'seeding') return;
        for (const id of seen.touched.offers) {
          const offer = seen.network.offers.get(id);
          const home = { supernode: id, epoch: offer?.epoch ?? 0 };
          const name = homeName(home);
          if (!isLeaking(home, seen, entry.atMs)) leaks.delete(name);
          else if (!leaks.has(name)) leaks.set(name, { home, sinceMs: entry.atMs, isTold: false });
        }
      },
      look(nowMs, seen) {
        for (const [name, leak] of leaks) {
          const offer = seen.network.offers.get(leak.home.supernode);
          if (!isLeaking(leak.home, seen, nowMs)) leaks.delete(name);
          else if (nowMs - leak.sinceMs > timings.leaseMs && !leak.isTold) {
            leak.isTold = true;
            const held = seen.network.homedAt(leak.home).size;
            const words = `${offer?.used} slots used, ${held} clients homed, for over a lease`;
            findings.broken(name, words, nowMs, seen.number);
          }
        }
      },
      end({ atMs }, seen) {
        const open = [...leaks.values()].find(({ home }) => isLeaking(home, seen, atMs));
        if (open === undefined) return;
        const name = homeName(open.home);
        findings.unknown(`${name} counts slots that nobody holds, but not yet for over a lease`);
      },
    };
  },
};

function isLeaking(home: Home, { network }: Seen, nowMs: number): boolean {
  const offer = network.offers.get(home.supernode);
  if (!countsAt(offer, nowMs) || offer.epoch !== home.epoch) return false;
  return offer.used > network.homedAt(home).size;
}
