// What `forget` says.
import { deadLetterRetentionDays } from '#domain/limits.ts';
import type { ForgottenRun } from '#runner/deployed/forget-run.ts';
import { counted } from '#runner/sentences/human-numbers.ts';

/** What was deleted, and which messages could not be told. */
export function formatForgotten({ runId, itemCount, letters, unreadLetters }: ForgottenRun) {
  const { Quarantine: quarantined = 0, ...dead } = letters;
  const deadCount = Object.values(dead).reduce((sum, count) => sum + count, 0);
  const gone = [
    `${counted(itemCount, 'item')} of the table`,
    `${counted(deadCount, 'dead-lettered message')}`,
    `${counted(quarantined, 'message')} in quarantine`,
  ];
  const unread = Object.entries(unreadLetters).filter(([, count]) => count > 0);
  return [
    `forgotten: run ${runId}`,
    `deleted: ${gone.join(', ')}`,
    ...unread.map(([name, count]) => {
      const which = `${counted(count, 'message')} in ${name}`;
      const days = `${deadLetterRetentionDays} days`;
      return `not read: ${which}; SQS deletes those of the run after ${days}`;
    }),
    '',
  ].join('\n');
}
