// The known word that a mistyped one may have meant. Every suggestion comes from here.
import { closest } from 'fastest-levenshtein';

/** What words that were in use before are called now. */
const calledNow: ReadonlyMap<string, string> = new Map([
  ['no-brakes', 'no-backpressure'],
  ['computed', 'aggregated'],
  ['patienceMs', 'clientTimeoutMs'],
  ['reportEveryMs', 'renewEveryMs'],
  ['loginWindowMs', 'rateLimitWindowMs'],
  ['loginsPerWindow', 'loginsPerRateLimitWindow'],
  ['mark', 'provenance'],
]);

/** The known word that a word of before is today, or else the one with the fewest other letters. */
export function nearestWord(text: string, known: readonly string[]): string {
  const now = text
    .split('.')
    .map((part) => calledNow.get(part) ?? part)
    .join('.');
  return known.includes(now) ? now : closest(text, [...known]);
}

/** The suggestion as a sentence, and all known words after it; nothing where no word is known. */
export function didYouMean(text: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  return `Did you mean ${nearestWord(text, known)}? Known: ${known.join(', ')}.`;
}
