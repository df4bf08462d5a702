// How large the network was, month by month, from its milestones.
import type { Provenance } from '#domain/scenario/scenario.ts';
import { utcMs } from './months/calendar-date.ts';

/** Users online at once at a record, with where the figure comes from. */
interface Milestone {
  readonly atMs: number;
  readonly onlineCount: number;
  readonly provenance: Provenance;
  readonly source: string;
}

const milestones: readonly Milestone[] = [
  // The first three are remembered, not read: they have no row.
  milestone(2003, 10, 1, 100_000, 'guess', 'background, no row'),
  milestone(2004, 10, 20, 1_000_000, 'guess', 'background, no row'),
  milestone(2005, 10, 15, 4_000_000, 'guess', 'background, no row'),
  milestone(2006, 8, 29, 7_000_000, 'found', 'facts 1.5'),
  milestone(2007, 1, 29, 9_000_000, 'found', 'facts 1.4'),
  milestone(2007, 10, 15, 10_000_000, 'found', 'facts 1.5'),
];

/**
 * The most users that had ever been online at once by a moment, between two milestones at a steady
 * rate of growth; with the provenance of the weaker of the two, and both sources.
 * @throws RangeError before the first and after the last milestone
 */
export function recordOnline(atMs: number): Omit<Milestone, 'atMs'> {
  const next = milestones.findIndex((one) => one.atMs >= atMs);
  const from = milestones[next - 1];
  const to = milestones[next];
  if (from === undefined || to === undefined)
    throw new RangeError(`no milestones of the network around ${atMs} ms after 1970`);
  const passed = (atMs - from.atMs) / (to.atMs - from.atMs);
  return {
    onlineCount: from.onlineCount * (to.onlineCount / from.onlineCount) ** passed,
    provenance: from.provenance === 'guess' || to.provenance === 'guess' ? 'guess' : 'derived',
    source: from.source === to.source ? from.source : `${from.source}; ${to.source}`,
  };
}

function milestone(
  ...[year, month, day, onlineCount, provenance, source]: [
    number,
    number,
    number,
    number,
    Provenance,
    string,
  ]
): Milestone {
  return { atMs: utcMs(year, month, day), onlineCount, provenance, source };
}
