import type { MessageEntry } from '../history.ts';
import { type Invariant, openFindings } from '../invariant.ts';
import type { TrackedMessage } from '../messages-seen.ts';

export const deadLettersEmpty: Invariant = {
  id: 'dead-letters-empty',
  sentence: 'The dead-letter queues are empty, and only poison is in quarantine.',
  decidedBy:
    'no message is dead or expired at the end, what was quarantined could not have been helped, ' +
    'and every message that nobody can read was quarantined',
  monitor() {
    const findings = openFindings();
    const diedAt = new Map<string, { atMs: number; number: number }>();
    /**
     * Quarantined messages that were spoilt on their way there, so that nobody can identify them.
     */
    let spoiltCount = 0;
    const formatDrop = (queue: string) => {
      spoiltCount -= 1;
      return spoiltCount >= 0 ? null : `unreadable, and ${queue} did not put it aside`;
    };
    return {
      findings,
      note(entry, { number, message }) {
        if (entry.kind !== 'message') return;
        const { atMs, messageId, queue, step } = entry;
        if (diesBy(entry)) diedAt.set(messageId, { atMs, number });
        if (step === 'sent' && queue === 'quarantine') spoiltCount += 1;
        const words = isDropped(entry, message) ? formatDrop(queue) : wrongEnd(entry);
        if (words !== null) findings.violated(messageId, words, atMs, number);
      },
      end({ atMs }, { number, messages }) {
        for (const [messageId, queue] of messages.dead) {
          const died = diedAt.get(messageId) ?? { atMs, number };
          const whose = queue === 'dead-letters' ? 'the' : `the ${queue} queue's`;
          findings.violated(messageId, `is in ${whose} dead-letter queue`, died.atMs, died.number);
        }
        if (messages.poison.size > 0)
          findings.unknown(`${messages.poison.size} unreadable messages are still under way`);
      },
    };
  },
};

function wrongEnd(entry: MessageEntry): string | null {
  const { step, queue } = entry;
  if (step === 'expired') return `the ${queue} queue gave it up unhandled`;
  if (step !== 'quarantined' || entry.isPoison) return null;
  return `quarantined by ${queue}, although nothing was wrong with it`;
}

function diesBy({ step, queue }: MessageEntry): boolean {
  return step === 'dead' || (step === 'sent' && queue === 'dead-letters');
}

function isDropped({ step }: MessageEntry, message: TrackedMessage | undefined): boolean {
  return step === 'deleted' && message?.event === null && !message.isQuarantined;
}
