// How long a client pauses before its next attempt.
import { unreachable } from '#domain/unreachable.ts';
import type { Random } from '#twin/engine/random.ts';
import type { Backoff } from './station.ts';

// Read once: in a test's sandbox each access to a global takes a quarter of a microsecond.
const { min } = Math;

/**
 * The pause before a retry, in milliseconds. With exponential backoff the bound of the pause
 * doubles: `baseMs` for retry 1, twice that for retry 2, up to the cap. The jitters are those of
 * facts 3.12.
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

/** The `previousMs` of the first retry, for `backoffMs`. */
export function firstPauseMs(backoff: Backoff): number {
  return backoff.law === 'none' ? 0 : backoff.baseMs;
}

function jittered(boundMs: number, jitter: 'none' | 'full' | 'equal', random: Random): number {
  if (jitter === 'none') return boundMs;
  return jitter === 'full' ? random() * boundMs : boundMs / 2 + (random() * boundMs) / 2;
}
