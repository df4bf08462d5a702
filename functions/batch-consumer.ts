// One batch of an SQS queue: parse each message, put the hopeless aside, handle the rest cell by
// cell, send what follows from them, and report exactly the messages that have to come again.
import { createHash } from 'node:crypto';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { UnknownCellError } from '#adapters/network/cell-reader.ts';
import { type Outbox, openOutbox } from '#adapters/queues/outbox.ts';
import type { Runtime } from '#adapters/runtime.ts';
import type { ControlEvent, Place } from '#domain/events.ts';
import type { QueueName } from '#domain/limits.ts';
import { tooFarAhead } from '#domain/login/due-ahead.ts';
import { MalformedMessageError } from './messages.ts';

/** One well-formed message while it is handled. */
export interface Message<Event extends ControlEvent> {
  readonly messageId: string;
  readonly event: Event;
  /** Events to send once the batch is decided; this message fails if they cannot be sent. */
  readonly followUps: ControlEvent[];
  /**
   * What to do once the follow-ups are on their way, so that being done never outruns being sent.
   */
  readonly afterSent: (() => Promise<void>)[];
  /** The message will be delivered again; other messages are not touched. */
  fail(cause: unknown): void;
  /** The message is hopeless: it goes to quarantine with the reason, and never comes again. */
  putAside(reason: string): void;
}

/** Handles the messages of one cell together. A throw fails all of them. */
export type CellHandler<Event extends ControlEvent> = (
  place: Place,
  messages: readonly Message<Event>[],
) => Promise<void>;

interface Consumer<Event extends ControlEvent> {
  readonly queue: QueueName;
  readonly parse: (body: string) => Event;
  readonly handle: CellHandler<Event>;
  /** Asked of the runs whose messages come before their time. */
  readonly isOver: (runId: string) => Promise<boolean>;
}

/** Makes the handler of a queue. Messages have no order: none waits for another one. */
export function batchConsumer<Event extends ControlEvent>(
  runtime: Runtime,
  { queue, parse, handle, isOver }: Consumer<Event>,
): (event: SQSEvent) => Promise<SQSBatchResponse> {
  const outbox = openOutbox(runtime);
  return async ({ Records }) => {
    const failures = new Map<string, unknown>();
    const hopeless: Hopeless[] = [];
    const accepted = sortOut(Records, parse, failures, hopeless, runtime.nowMs());
    const nowMs = runtime.nowMs();
    const due = accepted.filter(({ event }) => event.dueAtMs <= nowMs);
    await Promise.all(byCell(due).map((group) => handleCell(handle, group)));
    await sendOnEarly(
      accepted.filter(({ event }) => event.dueAtMs > nowMs),
      isOver,
    );
    await setAside(runtime, outbox, queue, hopeless, failures);
    await sendFollowUps(outbox, accepted, failures);
    await finish(accepted.filter(({ messageId }) => !failures.has(messageId)));
    countAndLog(runtime, queue, Records.length, failures);
    const batchItemFailures = [...failures.keys()].map((itemIdentifier) => ({ itemIdentifier }));
    return { batchItemFailures };
  };
}

interface Hopeless {
  readonly record: SQSRecord;
  readonly reason: string;
}

function sortOut<Event extends ControlEvent>(
  records: readonly SQSRecord[],
  parse: (body: string) => Event,
  failures: Map<string, unknown>,
  hopeless: Hopeless[],
  nowMs: number,
): Message<Event>[] {
  return records.flatMap((record) => {
    const { messageId } = record;
    const fail = (cause: unknown) => void failures.set(messageId, cause);
    const putAside = (reason: string) => void hopeless.push({ record, reason });
    try {
      const event = parse(record.body);
      refuseFarAhead(event, nowMs);
      return [{ messageId, event, followUps: [], afterSent: [], fail, putAside }];
    } catch (error) {
      if (!(error instanceof MalformedMessageError)) throw error;
      putAside(error.message);
      return [];
    }
  });
}

function refuseFarAhead(event: ControlEvent, nowMs: number): void {
  const found = tooFarAhead(event, nowMs);
  if (found !== null)
    throw new MalformedMessageError(`${found.field}: ${found.atMs} is more than a day ahead`);
}

async function setAside(
  runtime: Runtime,
  outbox: Outbox,
  queue: QueueName,
  hopeless: readonly Hopeless[],
  failures: Map<string, unknown>,
): Promise<void> {
  if (hopeless.length === 0) return;
  const messages = hopeless.map(({ record, reason }) => {
    const { messageId, body } = record;
    runtime.log({ level: 'warn', message: 'message quarantined', queue, messageId, reason });
    // A body may be too long to be kept whole: its hash tells whether another one is the same.
    return { queue, messageId, body, bodySha256: sha256(body), reason };
  });
  const isAccepted = await outbox.quarantine(messages);
  for (const [index, { record }] of hopeless.entries()) {
    if (isAccepted[index]) runtime.count('MessagesQuarantined', 1);
    else failures.set(record.messageId, new Error('SQS did not accept it for quarantine'));
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * A message that was delivered before its time, because SQS delays at most 15 minutes, is sent on,
 * unless nobody will serve it then: its run is over.
 */
async function sendOnEarly<Event extends ControlEvent>(
  early: readonly Message<Event>[],
  isOver: Consumer<Event>['isOver'],
): Promise<void> {
  const runIds = new Set(early.map(({ event }) => event.runId));
  for (const runId of runIds) {
    const messages = early.filter(({ event }) => event.runId === runId);
    try {
      if (await isOver(runId)) continue;
      for (const { event, followUps } of messages) followUps.push(event);
    } catch (error) {
      for (const message of messages) message.fail(error);
    }
  }
}

function byCell<Event extends ControlEvent>(messages: readonly Message<Event>[]) {
  const groups = new Map<string, Message<Event>[]>();
  for (const message of messages) {
    const key = `${message.event.runId} ${message.event.cell}`;
    const group = groups.get(key);
    if (group) group.push(message);
    else groups.set(key, [message]);
  }
  return [...groups.values()];
}

async function handleCell<Event extends ControlEvent>(
  handle: CellHandler<Event>,
  group: readonly Message<Event>[],
): Promise<void> {
  const first = group[0];
  if (first === undefined) return;
  const { runId, cell } = first.event;
  await handle({ runId, cell }, group).catch((error: unknown) => {
    for (const message of group) {
      if (error instanceof UnknownCellError) message.putAside(error.message);
      else message.fail(error);
    }
  });
}

async function sendFollowUps<Event extends ControlEvent>(
  outbox: Outbox,
  accepted: readonly Message<Event>[],
  failures: Map<string, unknown>,
): Promise<void> {
  const sends = accepted
    .filter(({ messageId }) => !failures.has(messageId))
    .flatMap((message) => message.followUps.map((event) => ({ message, event })));
  if (sends.length === 0) return;
  const isAccepted = await outbox.send(sends.map(({ event }) => event));
  for (const [index, { message, event }] of sends.entries())
    if (!isAccepted[index]) message.fail(new Error(`SQS did not accept ${event.id}`));
}

async function finish<Event extends ControlEvent>(sent: readonly Message<Event>[]): Promise<void> {
  for (const message of sent) {
    for (const action of message.afterSent) await action().catch(message.fail);
  }
}

function countAndLog(
  runtime: Runtime,
  queue: QueueName,
  received: number,
  failures: ReadonlyMap<string, unknown>,
): void {
  runtime.count('MessagesHandled', received - failures.size);
  if (failures.size > 0) runtime.count('MessagesFailed', failures.size);
  for (const [messageId, cause] of failures)
    runtime.log({
      level: 'warn',
      message: 'message failed',
      queue,
      messageId,
      cause: String(cause),
    });
}
