// Whose dead letters lie in a stack's queues. Several runs share the queues, and a letter names its
// run. What names none, or was not read, may be any run's.
import {
  countMessagesLeft,
  letterQueues,
  type MessagesLeft,
} from '#adapters/queues/messages-in-queues.ts';
import { observeMessages, type SeenMessage } from '#adapters/queues/observe-queues.ts';
import type { Runtime } from '#adapters/runtime.ts';
import type { StackOutputs } from '#adapters/stack/stack-outputs.ts';
import { runNamedIn } from '#domain/run-named-in.ts';
import { type Quarantined, readQuarantined } from './quarantined-messages.ts';

/** How many messages of one queue are read, at most. */
export const lettersReadMax = 1_000;

/**
 * What reading them asks of SQS, at most: for each queue a count, receives of ten and a few that
 * bring nothing new, and as many to give them back.
 */
export const lettersRequestsMax = 4 * (1 + 2 * (lettersReadMax / 10 + 3));

/** The letters of one queue. */
export interface QueueLetters {
  /** How many there are, hidden ones included. */
  readonly count: number;
  /** Those that were read, each with the run that it names. */
  readonly read: readonly ReadLetter[];
}

/** A letter that was read. */
export interface ReadLetter {
  /** Undefined: it names none. */
  readonly runId: string | undefined;
  readonly sentAtMs: number;
  /** What is in quarantine, if its wrapper can be read; null in a dead-letter queue. */
  readonly quarantined: Quarantined | null;
}

/** All letters of a stack, by the name of the queue: `LoginDeadLetters`, ..., `Quarantine`. */
export type Letters = Readonly<Record<string, QueueLetters>>;

/** How many letters of one run a stack has. */
export interface LettersOfRun {
  /** By dead-letter queue: those that name the run. */
  readonly deadLetters: Readonly<Record<string, number>>;
  readonly quarantinedCount: number;
  /** By dead-letter queue: those that name no run, or were not read. They may be of any run. */
  readonly unclearDeadLetters: Readonly<Record<string, number>>;
  /** The same of quarantine. */
  readonly unclearQuarantinedCount: number;
}

/** Reads the letters of a stack, and leaves them where they are. */
export async function readLetters(runtime: Runtime, outputs: StackOutputs): Promise<Letters> {
  const counts = await countMessagesLeft(runtime, outputs);
  const letters: Record<string, QueueLetters> = {};
  for (const { name, url } of letterQueues(outputs)) {
    const count = counts[name] ?? 0;
    const toLetter = name === quarantine ? quarantinedLetter : deadLetter;
    const read = count === 0 ? [] : await observeMessages(runtime, url, lettersReadMax, toLetter);
    letters[name] = { count: Math.max(count, read.length), read };
  }
  return letters;
}

/** The letters of one run among all. */
export function lettersOf(letters: Letters, runId: string): LettersOfRun {
  const { [quarantine]: quarantined = none, ...dead } = letters;
  const byQueue = (count: (queue: QueueLetters) => number) =>
    Object.fromEntries(Object.entries(dead).map(([name, queue]) => [name, count(queue)]));
  return {
    deadLetters: byQueue((queue) => ownCount(queue, runId)),
    quarantinedCount: ownCount(quarantined, runId),
    unclearDeadLetters: byQueue(unclearCount),
    unclearQuarantinedCount: unclearCount(quarantined),
  };
}

/** Messages that came into the dead-letter queues and into quarantine while a run went on. */
export interface LettersArrived {
  readonly deadLetters: MessagesLeft;
  readonly quarantinedCount: number;
}

/**
 * What arrived since a run began, without what names another run. What names none, or was not read,
 * may be the run's, and counts where as many are more than before.
 * @param before what there was before the run began
 */
export function arrivedSince(
  before: MessagesLeft,
  letters: Letters,
  runId: string,
): LettersArrived {
  const { [quarantine]: quarantinedCount = 0, ...deadLetters } = Object.fromEntries(
    Object.entries(letters).map(([name, queue]) => {
      const own = ownCount(queue, runId);
      const moreCount = Math.max(0, queue.count - (before[name] ?? 0) - own);
      return [name, own + Math.min(unclearCount(queue), moreCount)];
    }),
  );
  return { deadLetters, quarantinedCount };
}

/** What is in quarantine. */
export function quarantineOf(letters: Letters): QueueLetters {
  return letters[quarantine] ?? none;
}

const quarantine = 'Quarantine';

const none: QueueLetters = { count: 0, read: [] };

function ownCount({ read }: QueueLetters, runId: string): number {
  return read.filter((one) => one.runId === runId).length;
}

function unclearCount({ count, read }: QueueLetters): number {
  return count - read.filter(({ runId }) => runId !== undefined).length;
}

function deadLetter({ body, sentAtMs }: SeenMessage): ReadLetter {
  return { runId: runNamedIn(body), sentAtMs, quarantined: null };
}

function quarantinedLetter({ body, sentAtMs }: SeenMessage): ReadLetter {
  const quarantined = readQuarantined(body);
  return { runId: quarantined?.runId, sentAtMs, quarantined };
}
