// What became of the invariants, in the fewest words that are still true.

import type { InvariantVerdict } from '#domain/invariants/invariant.ts';
import { plainLine } from '#domain/plain-text.ts';

/** One line: how many hold, and by name those that do not. */
export function invariantWords(verdicts: readonly InvariantVerdict[]): string {
  if (verdicts.length === 0) return 'not checked';
  const named = (kind: InvariantVerdict['verdict']) =>
    verdicts.filter(({ verdict }) => verdict === kind).map(({ id }) => id);
  const broken = named('broken');
  const unknown = named('unknown');
  return [
    `${named('holds').length} hold`,
    ...(broken.length > 0 ? [`broken: ${broken.join(', ')}`] : []),
    ...(unknown.length > 0 ? [`unknown: ${unknown.join(', ')}`] : []),
  ].join('; ');
}

/**
 * The broken ones in words, by which a run is violated. Not liveness: that a network does not come
 * back has verdicts of its own.
 */
export function breachWords(verdicts: readonly InvariantVerdict[]): string[] {
  return verdicts
    .filter(({ id, verdict }) => verdict === 'broken' && id !== 'liveness')
    .map(({ id, breaches: [first], breachCount }) => {
      const others = breachCount > 1 ? `, and ${breachCount - 1} more` : '';
      return plainLine(`${id}: ${first?.item}: ${first?.words}${others}`);
    });
}

const symbols: Readonly<Record<InvariantVerdict['verdict'], string>> = {
  holds: '✓',
  broken: '✗',
  unknown: '?',
};

/** A line for each invariant, below it what is known of those that do not hold. */
export function invariantLines(verdicts: readonly InvariantVerdict[]): string[] {
  const width = Math.max(...verdicts.map(({ id }) => id.length));
  return verdicts.flatMap(({ id, sentence, verdict, reason, breaches, breachCount }) => [
    `${symbols[verdict]} ${id.padEnd(width)}  ${verdict.padEnd(7)}  ${sentence}`,
    ...(reason === null ? [] : [`    ${plainLine(reason)}`]),
    ...breaches.map(({ item, words }) => plainLine(`    ${item}: ${words}`)),
    ...(breachCount > breaches.length ? [`    and ${breachCount - breaches.length} more`] : []),
  ]);
}
