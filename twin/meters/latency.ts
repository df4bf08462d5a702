// How long each kind of call takes, as the local cloud has it: a median, and jitter around it.

/**
 * Median round trips in ms by the call's kind. The same guesses as in `local-cloud/latency.ts`,
 * which this folder may not import; a test holds both together.
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

/** The way to the service of such a round trip, in whole ms, at least 1. */
export function wayThereMs(tripMs: number): number {
  return Math.max(1, Math.round(tripMs / 2));
}

/** The whole of such a round trip, in whole ms: each way takes at least 1. */
export function wholeTripMs(tripMs: number): number {
  const thereMs = wayThereMs(tripMs);
  return thereMs + Math.max(1, Math.round(tripMs) - thereMs);
}

/** From the invoke call to the handler, warm; a guess of the local cloud's. */
export const dispatchMs = 2;

/** What a handler computes beside its calls; a guess of the local cloud's. */
export const handlerCpuMs = 2;

/** How long a cold start takes (facts 4.4). */
export const initMs = { min: 180, max: 330 } as const;

/** A cold start in whole ms. */
export function coldStartMs(chance: number): number {
  return Math.round(initMs.min + (initMs.max - initMs.min) * chance);
}
