// What an outage cost beside the same hours of a quiet day, and what its end is worth.

import type { PhaseName } from '#domain/storm/run-phase.ts';

/** An outage's share of a bill. */
export interface Outage {
  /** What a quiet hour of the same run cost. */
  readonly quietUsdPerHour: number;
  /** From the first restart until healed or the run's end, beyond as many quiet hours. */
  readonly extraUsd: number;
  /** The part of it after the last restart: what healing cost, or the wait for it. */
  readonly healingUsd: number;
}

/** A shorter quiet time says little of a quiet hour: leases are renewed each quarter of one. */
const quietHoursMin = 1;

/** The outage's share; null where the run has less than an hour of quiet time. */
export function outageCost(
  hours: Readonly<Record<PhaseName, number>>,
  usd: Readonly<Record<PhaseName, number>>,
): Outage | null {
  if (hours.steady < quietHoursMin) return null;
  const quietUsdPerHour = usd.steady / hours.steady;
  const beyondQuiet = (phase: PhaseName) => usd[phase] - quietUsdPerHour * hours[phase];
  const healingUsd = beyondQuiet('heal');
  return { quietUsdPerHour, extraUsd: beyondQuiet('storm') + healingUsd, healingUsd };
}

/** One policy's run, for the price of what it spared its users. */
export interface OutageOfPolicy {
  readonly totalUsd: number;
  /** Hours that users wanted to be signed in and were not, summed over all of them. */
  readonly userHoursLost: number;
}

/**
 * What each user-hour cost that the better policy saved; negative where it was cheaper as well, and
 * null where it saved none.
 */
export function usdPerUserHourRestored(
  worse: OutageOfPolicy,
  better: OutageOfPolicy,
): number | null {
  const restored = worse.userHoursLost - better.userHoursLost;
  return restored > 0 ? (better.totalUsd - worse.totalUsd) / restored : null;
}
