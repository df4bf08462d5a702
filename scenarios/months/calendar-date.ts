// Dates without a clock: arithmetic on the Gregorian calendar.

const dayMs = 86_400_000;

/**
 * Milliseconds since 1970 of a date at UTC.
 * @param month 1 is January
 */
export function utcMs(year: number, month: number, day: number, hour = 0): number {
  return daysSince1970(year, month, day) * dayMs + hour * 3_600_000;
}

/**
 * The date of the n-th of a weekday in a month, e.g. its second Tuesday.
 * @param weekday 0 is Sunday
 * @param nth 1 is the first; -1 the last
 */
export function nthWeekday(year: number, month: number, weekday: number, nth: number): number {
  const firstOn = weekdayOf(daysSince1970(year, month, 1));
  const first = 1 + ((weekday - firstOn + 7) % 7);
  if (nth > 0) return first + 7 * (nth - 1);
  const next = month === 12 ? daysSince1970(year + 1, 1, 1) : daysSince1970(year, month + 1, 1);
  const length = next - daysSince1970(year, month, 1);
  return first + 7 * Math.floor((length - first) / 7);
}

/** 1 January 1970 was a Thursday, day 4 counted from Sunday. */
function weekdayOf(days: number): number {
  return (((days + 4) % 7) + 7) % 7;
}

/** Years are counted from March, so that a leap day is the last of its year. */
function daysSince1970(year: number, month: number, day: number): number {
  const fromMarch = (month + 9) % 12;
  const marchYear = month < 3 ? year - 1 : year;
  const leapDays =
    Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  const dayOfYear = Math.floor((153 * fromMarch + 2) / 5) + day - 1;
  // 719,468 days lie between 1 March of the year 0 and 1 January 1970.
  return marchYear * 365 + leapDays + dayOfYear - 719_468;
}
