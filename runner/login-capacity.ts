import type { RunSettings } from '#domain/run-settings.ts';

/** How many log-ins a minute the services of all cells of a run together can serve. */
export function loginsPerMinuteMax({
  cells,
  timings,
}: Pick<RunSettings, 'cells' | 'timings'>): number {
  return (cells.length * timings.loginsPerRateLimitWindow * 60_000) / timings.rateLimitWindowMs;
}
