// Suggests the known word that a mistyped word may mean. Every suggestion comes from here.
import { distance } from 'fastest-levenshtein';

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
 * Undefined where no word is near: a guess in the dark helps nobody.
 */
export function nearestWord(text: string, known: readonly string[]): string | undefined {
  const now = text
    .split('.')
    .map((part) => calledNow.get(part) ?? part)
    .join('.');
  if (known.includes(now)) return now;
  const near = known
    .map((word) => ({ word, changed: changedLetters(text, word) }))
    .filter(({ changed }) => changed !== undefined);
  return near.sort((a, b) => Number(a.changed) - Number(b.changed))[0]?.word;
}

/**
 * A sentence with the suggestion, where a word is near, and all known words. Empty if no word is
 * known.
 */
export function didYouMean(text: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const nearest = nearestWord(text, known);
  const suggestion = nearest === undefined ? '' : `Did you mean ${nearest}? `;
  return `${suggestion}Known: ${known.join(', ')}.`;
}

/**
 * How many letters are changed; undefined where the two are not near. The parts of a path are
 * compared from the end, so that `leaseMs` is near `timings.leaseMs`.
 */
function changedLetters(text: string, word: string): number | undefined {
  const [parts, others] = [text.split('.').reverse(), word.split('.').reverse()];
  const pairs = parts.slice(0, others.length).map((part, at) => [part, others[at] ?? ''] as const);
  if (!pairs.every(([part, other]) => isNear(part, other))) return undefined;
  const changed = pairs.reduce((sum, [part, other]) => sum + distance(part, other), 0);
  // Of two paths that end alike the shorter one is meant.
  return changed + Math.abs(parts.length - others.length) / 100;
}

/** Of the letters of the longer word this share has to stay, as in commander's own suggestions. */
const sharedMin = 0.4;

function isNear(text: string, word: string): boolean {
  if (isMember(text) || isMember(word)) return isMember(text) && isMember(word);
  const [one, other] = [text.toLowerCase(), word.toLowerCase()];
  if (inOrder(one) === inOrder(other) || isBeginning(one, other)) return true;
  return 1 - distance(one, other) / Math.max(one.length, other.length) >= sharedMin;
}

/** The place of a member in a list, or `*` for all of them. */
function isMember(part: string): boolean {
  return /^(\d+|\*)$/.test(part);
}

function inOrder(word: string): string {
  return [...word].sort().join('');
}

/** `legacy` begins `legacy-2007`, and `backpressure` ends `no-backpressure`. */
function isBeginning(one: string, other: string): boolean {
  return one.length >= 3 && other.split('-').some((_, at, all) => startsAt(all, at, one));
}

function startsAt(all: readonly string[], at: number, one: string): boolean {
  return all.slice(at).join('-').startsWith(one);
}
