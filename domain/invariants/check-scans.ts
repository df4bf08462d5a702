// Judges a deployed run by two scans of its table, some seconds apart, and by its queues: what a
// scan can say of each invariant, and in words what it cannot.
import { invariants } from './check-history.ts';
import { type InvariantVerdict, violationsShownMax } from './invariant.ts';
import type { Scans } from './scans/scan-evidence.ts';
import { scanRules } from './scans/scan-rules.ts';

/** Decides every invariant, in the order in which they are shown. */
export function checkScans(scans: Scans): InvariantVerdict[] {
  const atMs = scans.second.atMs;
  return invariants.map(({ id, sentence }) => {
    const { decidedBy, find } = scanRules[id];
    const { violations, unknown } = find(scans);
    const verdict = violations.length > 0 ? 'violated' : unknown === null ? 'holds' : 'unknown';
    return {
      id,
      sentence,
      decidedBy,
      verdict,
      reason: verdict === 'unknown' ? unknown : null,
      // The second scan counts as the second entry of a history of two.
      violations: violations
        .slice(0, violationsShownMax)
        .map((one) => ({ ...one, atMs, entry: 2 })),
      violationCount: violations.length,
    };
  });
}
