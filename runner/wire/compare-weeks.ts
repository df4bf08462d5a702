// A week with its storm beside the same week without one, by the figures of the record.
import { rankCorrelation } from './rank-correlation.ts';
import type { WireSummary } from './wire-summary.ts';

/** What the storm changed on the wire. Null: it cannot be said, as where nothing was sent. */
export interface WireChange {
  /** Times the quiet week's, for each hour that was watched. */
  readonly flowsRatio: number | null;
  readonly peersRatio: number | null;
  readonly busiestPeersRatio: number | null;
  readonly longerRatio: number | null;
  /** Of the ranks of the hosts that were among the most asked of both weeks, -1 to 1. */
  readonly rankCorrelation: number | null;
  /** How many of the ten most asked hosts were not among the fifty most asked of the quiet week. */
  readonly leaps: number;
}

/** Compares a storm's window with that of a quiet week. */
export function wireChange(quiet: WireSummary, storm: WireSummary): WireChange {
  const ratio = (of: (week: WireSummary) => number) =>
    of(quiet) === 0 ? null : of(storm) / storm.spanMs / (of(quiet) / quiet.spanMs);
  const before = quiet.mostAsked.map(([name]) => name);
  const topTen = storm.mostAsked.slice(0, 10);
  const known = new Set(before.slice(0, 50));
  return {
    flowsRatio: ratio(({ flows }) => flows),
    peersRatio: ratio(({ peers }) => peers),
    busiestPeersRatio: ratio(({ busiestPeers }) => busiestPeers),
    longerRatio: ratio(({ longer }) => longer),
    rankCorrelation: rankCorrelation(quiet.mostAsked, storm.mostAsked),
    leaps: topTen.filter(([name]) => !known.has(name)).length,
  };
}
