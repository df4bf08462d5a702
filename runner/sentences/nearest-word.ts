// The known word that a mistyped one may have meant. Every suggestion comes from here.
import { closest } from 'fastest-levenshtein';

/** The known word with the fewest letters to change. */
export function nearestWord(text: string, known: readonly string[]): string {
  return closest(text, [...known]);
}

/** The suggestion as a sentence, and all known words after it; nothing where no word is known. */
export function didYouMean(text: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  return `Did you mean ${nearestWord(text, known)}? Known: ${known.join(', ')}.`;
}
