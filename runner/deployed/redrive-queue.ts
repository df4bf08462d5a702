// Redrive: judges each dead-lettered message of a queue once. Messages that can succeed go back to
// their queue, at a limited rate. Unprocessable messages stay.

import { loadWholeRun } from '#adapters/network/run-table.ts';
import { openTable, type Table } from '#adapters/network/table.ts';
import {
  type DeadLetter,
  type DeadLetterQueue,
  loadDeadLetterFacts,
  openDeadLetters,
} from '#adapters/queues/dead-letters.ts';
import type { Runtime } from '#adapters/runtime.ts';
import type { StackOutputs } from '#adapters/stack/stack-outputs.ts';
import type { ControlEvent, Place } from '#domain/events.ts';
import {
  knownReceivesMax,
  type QueueName,
  redriveMessagesMax,
  sendBatchMax,
} from '#domain/limits.ts';
import {
  type DeadLetterJudgement,
  judgeDeadLetter,
  type StayReason,
  sentBackAs,
  type UnreadReason,
} from '#domain/redrive.ts';
import { runNamedIn } from '#domain/run-named-in.ts';
import { MalformedMessageError, NewerMessageError, parserOf } from '#functions/messages.ts';

/** What a redrive is asked to do. */
export interface RedriveOrder {
  /** Only messages that name this run; absent: every message. */
  readonly runId?: string | undefined;
  readonly queues: readonly QueueName[];
  /** How many messages are sent back in a second, at most. */
  readonly perSecond: number;
  /** How many messages are sent back in all, at most. */
  readonly countMax: number;
  /** Only judges, and changes nothing. */
  readonly isDryRun: boolean;
  /** No time passes at the stack: nothing waits there for a message. Absent: it passes. */
  readonly isClockPaused?: boolean;
}

/** What a redrive found and did in one dead-letter queue. */
export interface QueueRedrive {
  readonly queue: QueueName;
  readonly observedCount: number;
  /** Messages that were sent back; in a dry run, those that would be. */
  readonly sentBackCount: number;
  /** Sent-back messages that are still in the dead-letter queue, too: deleting them failed. */
  readonly copiedCount: number;
  readonly stayedCount: number;
  /** With a run named: messages that name another one, or none. They stay, unjudged. */
  readonly otherRunsCount: number;
  /** Messages that could not be judged: they are hidden, since somebody else holds them. */
  readonly hiddenCount: number;
  /** How many messages stay, by reason. A reason without messages is left out. */
  readonly stays: Readonly<Partial<Record<LeftReason, number>>>;
  /** The first messages that stay. */
  readonly examples: readonly { readonly reason: LeftReason; readonly body: string }[];
}

/** Why a message stays. `not-accepted`: SQS did not accept it now; another try may succeed. */
export type LeftReason = StayReason | 'not-accepted';

/**
 * Moves dead-lettered messages back, queue by queue.
 * @param onQueue called after each queue
 * @throws {UnknownRunError} the table does not have the named run
 */
export async function redrive(
  runtime: Runtime,
  outputs: StackOutputs,
  order: RedriveOrder,
  onQueue: (queue: QueueRedrive) => void = () => {},
): Promise<QueueRedrive[]> {
  const done: QueueRedrive[] = [];
  const table = openTable(runtime);
  if (order.runId !== undefined) await loadWholeRun(table, order.runId);
  const pace = pacer(runtime, order.perSecond);
  let left = order.countMax;
  for (const queue of order.queues) {
    const from = openDeadLetters(runtime, outputs, queue, order.isClockPaused ? 0 : undefined);
    const judge = (some: readonly DeadLetter[]) => judgeAll(table, queue, some);
    const outcome = await redriveQueue({ ...order, countMax: left, queue, from, judge, pace });
    left -= outcome.sentBackCount;
    done.push(outcome);
    onQueue(outcome);
  }
  return done;
}

interface Redrive extends RedriveOrder {
  readonly queue: QueueName;
  readonly from: DeadLetterQueue;
  readonly judge: (messages: readonly DeadLetter[]) => Promise<DeadLetterJudgement[]>;
  readonly pace: (count: number) => Promise<void>;
}

async function redriveQueue(order: Redrive): Promise<QueueRedrive> {
  const { from, countMax } = order;
  const tally = openTally(order.queue);
  const seen = new Set<string>();
  const held = new Map<string, DeadLetter>();
  try {
    for (let known = 0; known < knownReceivesMax && seen.size < redriveMessagesMax; ) {
      if (tally.sentBackCount() >= countMax) break;
      const received = await from.receive(countMax - tally.sentBackCount());
      if (received.length === 0) break;
      for (const message of received) held.set(message.messageId, message);
      const fresh = [
        ...new Map(received.map((message) => [message.messageId, message])).values(),
      ].filter(({ messageId }) => !seen.has(messageId));
      for (const { messageId } of fresh) seen.add(messageId);
      known = fresh.length === 0 ? known + 1 : 0;
      const meant = fresh.filter(({ body }) => isMeant(order, body));
      tally.others(fresh.length - meant.length);
      const gone = await handle(order, meant, tally);
      for (const { messageId } of gone) held.delete(messageId);
    }
  } finally {
    await from.giveBack([...held.values()]);
  }
  return { ...tally.result(), hiddenCount: await from.countHidden() };
}

function isMeant({ runId }: RedriveOrder, body: string): boolean {
  return runId === undefined || runNamedIn(body) === runId;
}

/** @returns the messages that left the dead-letter queue */
async function handle(
  order: Redrive,
  fresh: readonly DeadLetter[],
  tally: Tally,
): Promise<DeadLetter[]> {
  const judgements = await order.judge(fresh);
  const back: DeadLetter[] = [];
  for (const [index, message] of fresh.entries()) {
    const judgement = judgements[index];
    if (judgement?.kind === 'stays') tally.stays(message, judgement.reason);
    else back.push(sentBack(order.queue, message));
  }
  if (!order.isDryRun) return sendBack(order, back, tally);
  for (const _ of back) tally.sentBack('moved');
  return [];
}

/** Sends messages back, at most a second's worth at once. */
async function sendBack(
  { from, pace, perSecond }: Redrive,
  back: readonly DeadLetter[],
  tally: Tally,
): Promise<DeadLetter[]> {
  const gone: DeadLetter[] = [];
  for (const some of inGroups(back, Math.min(perSecond, sendBatchMax))) {
    await pace(some.length);
    const outcomes = await from.sendBack(some);
    for (const [index, message] of some.entries()) {
      const outcome = outcomes[index] ?? 'not-accepted';
      if (outcome === 'not-accepted') tally.stays(message, outcome);
      else tally.sentBack(outcome);
      if (outcome === 'moved') gone.push(message);
    }
  }
  return gone;
}

/** Returns a function that waits until `count` more messages may be sent. */
function pacer(runtime: Runtime, perSecond: number): (count: number) => Promise<void> {
  let freeAtMs = Number.NEGATIVE_INFINITY;
  return async (count) => {
    const waitMs = freeAtMs - runtime.nowMs();
    if (waitMs > 0) await runtime.sleep(waitMs);
    freeAtMs = Math.max(runtime.nowMs(), freeAtMs) + (count / perSecond) * 1000;
  };
}

async function judgeAll(
  table: Table,
  queue: QueueName,
  messages: readonly DeadLetter[],
): Promise<DeadLetterJudgement[]> {
  const events = messages.map(({ body }) => parsed(queue, body));
  const facts = new Map<string, ReturnType<typeof loadDeadLetterFacts>>();
  for (const event of events) {
    if (typeof event === 'string' || facts.has(keyOf(event))) continue;
    const together = events.filter(isRead).filter((one) => keyOf(one) === keyOf(event));
    const nodeIds = together.flatMap((one) => ('nodeId' in one ? [one.nodeId] : []));
    facts.set(keyOf(event), loadDeadLetterFacts(table, event, nodeIds));
  }
  return Promise.all(
    events.map(async (event) => {
      const known = isRead(event) ? await facts.get(keyOf(event)) : undefined;
      return judgeDeadLetter(event, known ?? nothingKnown, table.runtime.nowMs());
    }),
  );
}

/** A message with the body with which it is sent back. */
function sentBack(queue: QueueName, message: DeadLetter): DeadLetter {
  const event = parsed(queue, message.body);
  const back = isRead(event) ? sentBackAs(event) : event;
  return back === event ? message : { ...message, body: JSON.stringify(back) };
}

function isRead(event: ControlEvent | UnreadReason): event is ControlEvent {
  return typeof event !== 'string';
}

function parsed(queue: QueueName, body: string): ControlEvent | UnreadReason {
  try {
    return parserOf[queue](body);
  } catch (error) {
    if (error instanceof MalformedMessageError) return 'malformed';
    if (error instanceof NewerMessageError) return 'newer-version';
    throw error;
  }
}

function keyOf({ runId, cell }: Place): string {
  return `${runId} ${cell}`;
}

const nothingKnown = {
  run: undefined,
  cell: undefined,
  nodes: new Map(),
  supernodes: new Map(),
};

function inGroups(messages: readonly DeadLetter[], size: number): DeadLetter[][] {
  const starts = messages.map((_, index) => index).filter((index) => index % size === 0);
  return starts.map((from) => messages.slice(from, from + size));
}

interface Tally {
  others(count: number): void;
  stays(message: DeadLetter, reason: LeftReason): void;
  sentBack(outcome: 'moved' | 'copied'): void;
  sentBackCount(): number;
  result(): Omit<QueueRedrive, 'hiddenCount'>;
}

/** How many of the staying messages are shown, and how many characters of each body. */
const examplesMax = 100;
const exampleLengthMax = 300;

function openTally(queue: QueueName): Tally {
  const stays: Partial<Record<LeftReason, number>> = {};
  const examples: { reason: LeftReason; body: string }[] = [];
  const counts = { sentBackCount: 0, copiedCount: 0, stayedCount: 0, otherRunsCount: 0 };
  return {
    others(count) {
      counts.otherRunsCount += count;
    },
    stays(message, reason) {
      counts.stayedCount += 1;
      stays[reason] = (stays[reason] ?? 0) + 1;
      if (examples.length < examplesMax)
        examples.push({ reason, body: message.body.slice(0, exampleLengthMax) });
    },
    sentBack(outcome) {
      counts.sentBackCount += 1;
      if (outcome === 'copied') counts.copiedCount += 1;
    },
    sentBackCount: () => counts.sentBackCount,
    result: () => {
      const observedCount = counts.sentBackCount + counts.stayedCount;
      return { queue, observedCount, ...counts, stays, examples };
    },
  };
}
