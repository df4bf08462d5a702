// What says one month from another: declared with its spread, never tuned.
import type { DeclaredDistribution } from '#domain/distributions/declared-distribution.ts';
import { augustRestartShare } from '../august-2007.ts';
import { recordOnline } from '../network-size.ts';
import { utcMs } from './calendar-date.ts';
import type { PatchMonth } from './patch-calendar.ts';

/** The inputs of one month. */
export type MonthInput =
  /** Of the PCs on at 03:00 that have the update, the share that restarts. */
  | 'restartShare'
  /** How many ordinary PCs are on, where 1 is August 2007. */
  | 'load'
  /** The most users ever online at once: how large the network is. */
  | 'recordOnlineCount';

/** What is declared of each input of a month. */
export type MonthInputs = Readonly<Record<MonthInput, DeclaredDistribution>>;

/** Share that restarts on schedule, at the two dates of facts 2.3. */
const shareFrom = { atMs: utcMs(2003, 10, 15), share: 0.09 };
const shareTo = { atMs: utcMs(2006, 9, 15), share: 0.34 };

/**
 * How far a month's share strays from its trend. Nobody published it: with this guess nineteen
 * months in twenty are within 0.16 of the trend.
 */
export const restartShareSd = 0.08;

/** What is declared of a month before anything is known of it. */
export function declaredInputs({ releasedAtMs }: PatchMonth): MonthInputs {
  const { onlineCount, provenance, source } = recordOnline(releasedAtMs);
  const mean = restartShareTrend(releasedAtMs);
  return {
    restartShare: {
      kind: 'beta',
      mean,
      sd: spreadAround(mean),
      provenance: 'guess',
      source: 'mean: trend of facts 2.3; spread: a guess',
    },
    load: {
      kind: 'triangular',
      min: 0.85,
      mode: 1,
      max: 1.1,
      provenance: 'guess',
      source: 'facts 1.3: reports of one month differ by a tenth',
    },
    recordOnlineCount: { kind: 'lognormal', median: onlineCount, sigma: 0.05, provenance, source },
  };
}

/** August 2007 as it is notified: fitted, so that nothing of it is left to chance. */
export function augustInputs({ releasedAtMs }: PatchMonth): MonthInputs {
  const { onlineCount, provenance, source } = recordOnline(releasedAtMs);
  return {
    restartShare: {
      kind: 'fixed',
      value: augustRestartShare,
      provenance: 'fitted',
      source: 'model',
    },
    load: { kind: 'fixed', value: 1, provenance: 'derived', source: 'by definition' },
    recordOnlineCount: { kind: 'fixed', value: onlineCount, provenance, source },
  };
}

/** The straight line through both shares of facts 2.3, and on beyond. */
export function restartShareTrend(atMs: number): number {
  const passed = (atMs - shareFrom.atMs) / (shareTo.atMs - shareFrom.atMs);
  return shareFrom.share + passed * (shareTo.share - shareFrom.share);
}

/** A small share cannot stray as far: its spread shrinks as that of a count does. */
function spreadAround(mean: number): number {
  return restartShareSd * Math.sqrt(mean / shareTo.share);
}
