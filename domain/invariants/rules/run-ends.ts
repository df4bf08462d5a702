import {
  clockSkewMsMax,
  type QueueName,
  queueLimits,
  runKnownForMs,
  sendDelaySecondsMax,
} from '../../limits.ts';
import { heldSecondsMax } from '../../stack/queue-limits.ts';
import type { HistoryEntry } from '../history.ts';
import { type Invariant, openFindings } from '../invariant.ts';

const secondMs = 1_000;

const limits = Object.values(queueLimits);

/**
 * How long after the end of a run its messages may still be sent on: an invocation goes by what its
 * environment read of the run, and may take until its time-out. Clocks differ.
 */
export const sentOnMsMax =
  runKnownForMs +
  secondMs * Math.max(...limits.map((one) => one.functionTimeoutSeconds)) +
  clockSkewMsMax;

/**
 * How long after the end of a run a queue may hold a message of it: what was sent last may be
 * delayed as long as SQS can, and may fail until it is dead. A batch gathers meanwhile, under any
 * configuration of the stack.
 */
export const drainedMsMax =
  sentOnMsMax + secondMs * sendDelaySecondsMax + secondMs * heldSecondsMax;

export const runEnds: Invariant = {
  id: 'run-ends',
  sentence: 'Every loop ends with the run: then nothing is sent on, and the queues run dry.',
  decidedBy:
    `from ${Math.ceil(sentOnMsMax / secondMs)} s after the end of the run no message of it is ` +
    `sent, and ${Math.ceil(drainedMsMax / secondMs)} s after it no queue holds one`,
  monitor({ endsAtMs }) {
    const findings = openFindings();
    let finishedAtMs: number | null = null;
    const overSince = (nowMs: number) => finishedAtMs ?? (nowMs > endsAtMs ? endsAtMs : null);
    return {
      findings,
      note(entry, { number }) {
        const { atMs } = entry;
        if (entry.kind === 'finished') finishedAtMs ??= Math.min(atMs, endsAtMs);
        const sent = sentToConsumer(entry);
        const overMs = overSince(atMs);
        if (sent === null || overMs === null || atMs <= overMs + sentOnMsMax) return;
        const afterSeconds = Math.round((atMs - overMs) / secondMs);
        const words = `${sent.what} was sent ${afterSeconds} s after the run was over`;
        findings.violated(sent.messageId, words, atMs, number);
      },
      end({ atMs }, { number, messages }) {
        const overMs = overSince(atMs);
        if (overMs === null) return findings.unknown('the run was not over when its history ended');
        const left = [...messages.underWay()];
        const [first] = left;
        if (first === undefined) return;
        const words = `${left.length} messages are still under way`;
        if (atMs < overMs + drainedMsMax)
          findings.unknown(`${words}; the history ended before the queues had to be dry`);
        else findings.violated(first.messageId, `${words} long after the end`, atMs, number);
      },
    };
  },
};

const consumed: readonly string[] = Object.keys(queueLimits) satisfies string[] as QueueName[];

/** Whatever was quarantined or died is in nobody's loop. */
function sentToConsumer(entry: HistoryEntry): { messageId: string; what: string } | null {
  if (entry.kind !== 'message' || entry.step !== 'sent') return null;
  const { messageId, queue, event } = entry;
  if (!consumed.includes(queue)) return null;
  return { messageId, what: event === null ? 'an unreadable message' : `a ${event.type}` };
}
