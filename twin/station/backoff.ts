// How long a client pauses before it asks again.
import { unreachable } from '#domain/unreachable.ts';
import type { Random } from '#twin/engine/random.ts';
import type { Backoff } from './station.ts';

// Looked up once: a test's sandbox takes a quarter of a microsecond to find a global.
const { min } = Math;

/**
 * The pause before a retry, in milliseconds. What doubles begins at the base: retry 1 is bounded by
 * `baseMs`, retry 2 by twice that, until the cap. The jitters are those of facts 3.12.
 * @param retry 1 for the first
 * @param previousMs the pause before the last retry, or the base before the first
 */
export function backoffMs(
  backoff: Backoff,
  retry: number,
  previousMs: number,
  random: Random,
): number {
  switch (backoff.law) {
    case 'none':
      return 0;
    case 'fixed':
      return jittered(backoff.baseMs, backoff.jitter, random);
    case 'exponential': {
      const { baseMs, capMs, jitter } = backoff;
      if (jitter === 'decorrelated') {
        return min(capMs, baseMs + random() * (3 * previousMs - baseMs));
      }
      return jittered(min(capMs, baseMs * 2 ** (retry - 1)), jitter, random);
    }
    default:
      return unreachable(backoff);
  }
}

/** What `backoffMs` takes as the pause before the first retry's. */
export function firstPauseMs(backoff: Backoff): number {
  return backoff.law === 'none' ? 0 : backoff.baseMs;
}

function jittered(boundMs: number, jitter: 'none' | 'full' | 'equal', random: Random): number {
  if (jitter === 'none') return boundMs;
  return jitter === 'full' ? random() * boundMs : boundMs / 2 + (random() * boundMs) / 2;
}
