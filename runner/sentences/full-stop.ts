/** A sentence from words that may end in a full stop of their own. */
export function withFullStop(words: string): string {
  return /[.?!]$/.test(words) ? words : `${words}.`;
}
