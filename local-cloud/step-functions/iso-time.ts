// Times as text: the state language writes them in RFC 3339's form. Both directions are given their
// time; neither asks for the present one.

/** The time as `2007-08-16T07:00:00.000Z`. */
export function isoTime(timeMs: number): string {
  // biome-ignore lint/style/noRestrictedGlobals: formats a time that it is given.
  return new Date(timeMs).toISOString();
}

/** Milliseconds since 1970 of an RFC 3339 text with `T` and a zone; undefined for anything else. */
export function timestampMs(value: unknown): number | undefined {
  const pattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
  if (typeof value !== 'string' || !pattern.test(value)) return undefined;
  // biome-ignore lint/style/noRestrictedGlobals: reads a time that it is given.
  const timeMs = Date.parse(value);
  return Number.isNaN(timeMs) ? undefined : timeMs;
}
