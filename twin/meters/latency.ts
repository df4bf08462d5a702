// How long each kind of call takes, as in the local cloud: a median with jitter.

/**
 * Median round trips in ms by kind of call. They are the guesses of `local-cloud/latency.ts`, which
 * this folder may not import. A test keeps both equal.
 */
export const callMedianMs = {
  batchGet: 6,
  query: 5,
  update: 5,
  delete: 5,
  transact: 12,
  sendBatch: 12,
  getSecret: 10,
} as const;

/** A round trip in ms before it is rounded: 0.6 to 1.4 medians. */
export function roundTripMs(medianMs: number, chance: number): number {
  return medianMs * (0.6 + 0.8 * chance);
}

/** The way to the service, as a part of such a round trip: in whole ms, and at least 1. */
export function wayThereMs(tripMs: number): number {
  return Math.max(1, Math.round(tripMs / 2));
}

/** Such a round trip in whole ms. Each way takes at least 1. */
export function wholeTripMs(tripMs: number): number {
  const thereMs = wayThereMs(tripMs);
  return thereMs + Math.max(1, Math.round(tripMs) - thereMs);
}

/** The time from the invoke call to a warm handler; the local cloud's guess. */
export const dispatchMs = 2;

/** The computing time of a handler, without its calls; the local cloud's guess. */
export const handlerCpuMs = 2;

/** How long a cold start takes (facts 4.4). */
export const initMs = { min: 180, max: 330 } as const;

/** A cold start in whole ms. */
export function coldStartMs(chance: number): number {
  return Math.round(initMs.min + (initMs.max - initMs.min) * chance);
}
