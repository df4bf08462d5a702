import type { DayProfile, Zone } from '#domain/run-settings.ts';

/**
 * The day of all zones together, by the clock of UTC: for a storm that comes everywhere at
 * one moment, and so needs a single zone.
 */
export function worldDay(zones: readonly Zone[], day: DayProfile): DayProfile {
  return {
    weekendFactor: day.weekendFactor,
    workdayShares: day.workdayShares.map((_, utcHour) =>
      zones.reduce((sum, zone) => sum + zone.nodeShare * shareIn(zone, day, utcHour), 0),
    ),
  };
}

/** Half hours between two full ones take the mean of both. */
function shareIn({ utcOffsetMinutes }: Zone, { workdayShares }: DayProfile, utcHour: number) {
  const local = (((utcHour + utcOffsetMinutes / 60) % 24) + 24) % 24;
  const shareAt = (hour: number) => workdayShares[hour % 24] ?? Number.NaN;
  const passed = local - Math.floor(local);
  return (1 - passed) * shareAt(Math.floor(local)) + passed * shareAt(Math.floor(local) + 1);
}
