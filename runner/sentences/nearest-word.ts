// Suggests the known word that a mistyped word may mean. Every suggestion comes from here.
import { closest } from 'fastest-levenshtein';

/** Old words, with their names of today. */
const calledNow: ReadonlyMap<string, string> = new Map([
  ['no-brakes', 'no-backpressure'],
  ['computed', 'aggregated'],
  ['patienceMs', 'clientTimeoutMs'],
  ['reportEveryMs', 'renewEveryMs'],
  ['loginWindowMs', 'rateLimitWindowMs'],
  ['loginsPerWindow', 'loginsPerRateLimitWindow'],
  ['mark', 'provenance'],
]);

/**
 * The known word that replaces an old one, or else the known word with the fewest changed letters.
 */
export function nearestWord(text: string, known: readonly string[]): string {
  const now = text
    .split('.')
    .map((part) => calledNow.get(part) ?? part)
    .join('.');
  return known.includes(now) ? now : closest(text, [...known]);
}

/** A sentence with the suggestion and all known words. Empty if no word is known. */
export function didYouMean(text: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  return `Did you mean ${nearestWord(text, known)}? Known: ${known.join(', ')}.`;
}
