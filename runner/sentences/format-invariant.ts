// Words for the verdicts on the invariants, as short as possible.

import type { InvariantVerdict } from '#domain/invariants/invariant.ts';
import { plainLine } from '#domain/plain-text.ts';

/** One line: how many invariants hold, and the names of those that do not. */
export function formatInvariant(verdicts: readonly InvariantVerdict[]): string {
  if (verdicts.length === 0) return 'not checked';
  const named = (kind: InvariantVerdict['verdict']) =>
    verdicts.filter(({ verdict }) => verdict === kind).map(({ id }) => id);
  const violated = named('violated');
  const unknown = named('unknown');
  return [
    `${named('holds').length} hold`,
    ...(violated.length > 0 ? [`violated: ${violated.join(', ')}`] : []),
    ...(unknown.length > 0 ? [`unknown: ${unknown.join(', ')}`] : []),
  ].join('; ');
}

/**
 * The violations that make a run violated, in words. Liveness is left out: a network that does not
 * come back has verdicts of its own.
 */
export function violationWords(verdicts: readonly InvariantVerdict[]): string[] {
  return verdicts
    .filter(({ id, verdict }) => verdict === 'violated' && id !== 'liveness')
    .map(({ id, violations: [first], violationCount }) => {
      const others = violationCount > 1 ? `, and ${violationCount - 1} more` : '';
      return plainLine(`${id}: ${first?.item}: ${first?.words}${others}`);
    });
}

const symbols: Readonly<Record<InvariantVerdict['verdict'], string>> = {
  holds: '✓',
  violated: '✗',
  unknown: '?',
};

/** A line for each invariant. Below one that does not hold come the details. */
export function invariantLines(verdicts: readonly InvariantVerdict[]): string[] {
  const width = Math.max(...verdicts.map(({ id }) => id.length));
  return verdicts.flatMap(({ id, sentence, verdict, reason, violations, violationCount }) => [
    `${symbols[verdict]} ${id.padEnd(width)}  ${verdict.padEnd(8)}  ${sentence}`,
    ...(reason === null ? [] : [`    ${plainLine(reason)}`]),
    ...violations.map(({ item, words }) => plainLine(`    ${item}: ${words}`)),
    ...(violationCount > violations.length
      ? [`    and ${violationCount - violations.length} more`]
      : []),
  ]);
}
