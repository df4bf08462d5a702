// In which order the log-in service takes the requests of a batch, and how many it takes.
import type { Timings } from '../run-settings.ts';

/**
 * The order in which the log-in service takes requests that were admitted: those with priority
 * first, and otherwise as they came.
 */
export function inLine<Login>(
  admitted: readonly Login[],
  hasPriority: (login: Login) => boolean,
): readonly Login[] {
  const line = admitted.filter(hasPriority);
  // As a rule nobody has priority: then they stand in line already.
  if (line.length === 0) return admitted;
  for (const login of admitted) if (!hasPriority(login)) line.push(login);
  return line;
}

/** The number of the rate-limit window of the log-in service that a moment lies in. */
export function windowIndexAt(
  { rateLimitWindowMs }: Pick<Timings, 'rateLimitWindowMs'>,
  atMs: number,
): number {
  return Math.floor(atMs / rateLimitWindowMs);
}

/**
 * How many of some requests a rate-limit window still serves.
 * @param capacity how many it serves in all
 * @param askedBefore how many asked it before these
 */
export function servedCount(capacity: number, askedBefore: number, askCount: number): number {
  return Math.min(askCount, Math.max(0, capacity - askedBefore));
}
