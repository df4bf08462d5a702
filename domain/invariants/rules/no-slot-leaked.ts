import type { Home } from '../../network.ts';
import { type Invariant, openFindings, type Seen } from '../invariant.ts';
import { countsAt, homeName } from '../network-seen.ts';

interface Leak {
  readonly home: Home;
  readonly sinceMs: number;
  isNotified: boolean;
}

export const noSlotLeaked: Invariant = {
  id: 'no-slot-leaked',
  sentence: 'No slot stays taken for longer than a lease after its client is gone.',
  decidedBy:
    'no live registration counts more used slots than clients homed there for over one lease',
  monitor({ timings }) {
    const findings = openFindings();
    const leaks = new Map<string, Leak>();
    return {
      findings,
      note(entry, seen) {
        if (seen.phase === 'seeding') return;
        for (const id of seen.touched.registrations) {
          const registration = seen.network.registrations.get(id);
          const home = { supernode: id, epoch: registration?.epoch ?? 0 };
          const name = homeName(home);
          if (!isLeaking(home, seen, entry.atMs)) leaks.delete(name);
          else if (!leaks.has(name))
            leaks.set(name, { home, sinceMs: entry.atMs, isNotified: false });
        }
      },
      poll(nowMs, seen) {
        for (const [name, leak] of leaks) {
          const registration = seen.network.registrations.get(leak.home.supernode);
          if (!isLeaking(leak.home, seen, nowMs)) leaks.delete(name);
          else if (nowMs - leak.sinceMs > timings.leaseMs && !leak.isNotified) {
            leak.isNotified = true;
            const held = seen.network.homedAt(leak.home).size;
            const used = registration?.used;
            const words = `${used} slots used, ${held} clients homed, for over a lease`;
            findings.violated(name, words, nowMs, seen.number);
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
  const registration = network.registrations.get(home.supernode);
  if (!countsAt(registration, nowMs) || registration.epoch !== home.epoch) return false;
  return registration.used > network.homedAt(home).size;
}
