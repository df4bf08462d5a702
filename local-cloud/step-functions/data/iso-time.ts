// Times as text, in the form of RFC 3339 that the state language uses. Neither direction reads the
// present time.

/** The time as `2007-08-16T07:00:00.000Z`. */
export function isoTime(timeMs: number): string {
  // biome-ignore lint/style/noRestrictedGlobals: formats a time that it is given.
  return new Date(timeMs).toISOString();
}

const pattern = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))$/;

/** Milliseconds since 1970 of an RFC 3339 text with `T` and a zone; undefined for anything else. */
export function timestampMs(value: unknown): number | undefined {
  const match = typeof value === 'string' ? pattern.exec(value) : null;
  if (!match) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map(Number);
  const fractionMs = Math.floor(Number(`0.${match[7] ?? 0}`) * 1000);
  const sign = match[8] === '-' ? -1 : 1;
  const [aheadHours, aheadMinutes] = [Number(match[9] ?? 0), Number(match[10] ?? 0)];
  const isClockTime = hour < 24 && minute < 60 && second < 60;
  if (!isClockTime || aheadHours > 18 || aheadMinutes > 59) return undefined;
  // biome-ignore lint/style/noRestrictedGlobals: reads a time that it is given.
  const dateMs = Date.UTC(year, month - 1, day);
  // Refuses dates such as 30 February. The calendar would turn that into 1 March.
  if (!isoTime(dateMs).startsWith(`${match[1]}-${match[2]}-${match[3]}`)) return undefined;
  const seconds = hour * 3600 + minute * 60 + second;
  return dateMs + seconds * 1000 + fractionMs - sign * (aheadHours * 60 + aheadMinutes) * 60_000;
}
