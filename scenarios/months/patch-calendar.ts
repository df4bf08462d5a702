// When the update of a month comes, and what the clocks say there and then.
import type { Zone } from '#domain/run-settings.ts';
import { augustZones } from '../august-2007.ts';
import { nthWeekday, utcMs } from './calendar-date.ts';

/** One month with its second Tuesday. */
export interface PatchMonth {
  /** E.g. `2007-08`. */
  readonly name: string;
  readonly year: number;
  /** 1 is January. */
  readonly month: number;
  /** 10:00 Pacific of the second Tuesday (facts 2.7, 2.8). */
  readonly releasedAtMs: number;
  /** 03:00 at UTC+0 of the day after. */
  readonly firstNightMs: number;
}

const [sunday, tuesday] = [0, 2];

/**
 * The months of the cycle until it failed: October 2003 to August 2007, 47 of them (facts 1.49).
 */
export const patchMonths: readonly PatchMonth[] = Array.from({ length: 47 }, (_, index) =>
  patchMonth(2003 + Math.floor((9 + index) / 12), ((9 + index) % 12) + 1),
);

/**
 * The zones of August 2007 with what their clocks said at a moment: an hour less in winter where
 * daylight is saved. Shares of users and supernodes are August's.
 */
export function zonesAt(atMs: number, year: number): readonly Zone[] {
  return augustZones.map((zone) => {
    const isSummer = isSummerTime(zone.utcOffsetMinutes, atMs, year);
    const utcOffsetMinutes = zone.utcOffsetMinutes - (isSummer ? 0 : 60);
    return { ...zone, utcOffsetMinutes, label: labelOf(utcOffsetMinutes) };
  });
}

function patchMonth(year: number, month: number): PatchMonth {
  const day = nthWeekday(year, month, tuesday, 2);
  const noonMs = utcMs(year, month, day, 12);
  return {
    name: `${year}-${String(month).padStart(2, '0')}`,
    year,
    month,
    releasedAtMs: utcMs(year, month, day, isAmericanSummer(noonMs, year) ? 17 : 18),
    firstNightMs: utcMs(year, month, day + 1, 3),
  };
}

/** @param augustOffsetMinutes says Europe (UTC+1 to +3) and North America from all others */
function isSummerTime(augustOffsetMinutes: number, atMs: number, year: number): boolean {
  if (augustOffsetMinutes >= 60 && augustOffsetMinutes <= 180) return isEuropeanSummer(atMs, year);
  if (augustOffsetMinutes <= -240) return isAmericanSummer(atMs, year);
  return true;
}

/** From the last Sunday in March to the last in October. */
function isEuropeanSummer(atMs: number, year: number): boolean {
  const fromMs = utcMs(year, 3, nthWeekday(year, 3, sunday, -1), 1);
  return atMs >= fromMs && atMs < utcMs(year, 10, nthWeekday(year, 10, sunday, -1), 1);
}

/** Until 2006 from the first Sunday in April to the last in October; longer since (US law). */
function isAmericanSummer(atMs: number, year: number): boolean {
  const [fromMs, untilMs] =
    year >= 2007
      ? [
          utcMs(year, 3, nthWeekday(year, 3, sunday, 2)),
          utcMs(year, 11, nthWeekday(year, 11, 0, 1)),
        ]
      : [utcMs(year, 4, nthWeekday(year, 4, 0, 1)), utcMs(year, 10, nthWeekday(year, 10, 0, -1))];
  return atMs >= fromMs && atMs < untilMs;
}

function labelOf(utcOffsetMinutes: number): string {
  const hours = Math.floor(Math.abs(utcOffsetMinutes) / 60);
  const minutes = Math.abs(utcOffsetMinutes) % 60;
  const sign = utcOffsetMinutes < 0 ? '-' : '+';
  return `UTC${sign}${hours}${minutes === 0 ? '' : `:${minutes}`}`;
}
