import { type Invariant, openFindings } from '../invariant.ts';

export const capacityNeverExceeded: Invariant = {
  id: 'capacity-never-exceeded',
  sentence: 'No supernode carries more clients than it has slots.',
  decidedBy: 'every commit of a registration has 0 <= used <= slots',
  monitor() {
    const findings = openFindings();
    return {
      findings,
      note(entry, { number }) {
        if (entry.kind !== 'commit') return;
        for (const { of, after } of entry.changes) {
          if (of !== 'supernode' || after === null) continue;
          const { nodeId, epoch, used, slots } = after;
          if (used >= 0 && used <= slots) continue;
          const words = used < 0 ? `${used} slots used` : `${used} slots used of ${slots}`;
          findings.violated(`${nodeId}@${epoch}`, words, entry.atMs, number);
        }
      },
    };
  },
};
