// Judges a deployed run by two scans of its table, some seconds apart, and by its queues: what a
// scan can tell of each invariant, and in words what it cannot.
import { invariants } from './check-history.ts';
import { breachesToldMax, type InvariantVerdict } from './invariant.ts';
import type { Scans } from './scans/scan-evidence.ts';
import { scanRules } from './scans/scan-rules.ts';

/** Decides every invariant, in the order in which they are shown. */
export function checkScans(scans: Scans): InvariantVerdict[] {
  const atMs = scans.second.atMs;
  return invariants.map(({ id, sentence }) => {
    const { decidedBy, find } = scanRules[id];
    const { breaches, unknown } = find(scans);
    const verdict = breaches.length > 0 ? 'broken' : unknown === null ? 'holds' : 'unknown';
    return {
      id,
      sentence,
      decidedBy,
      verdict,
      reason: verdict === 'unknown' ? unknown : null,
      // The second scan counts as the second entry of a history of two.
      breaches: breaches.slice(0, breachesToldMax).map((one) => ({ ...one, atMs, entry: 2 })),
      breachCount: breaches.length,
    };
  });
}
