// One batch of an SQS queue: parse each message, quarantine the unprocessable ones, handle the rest
// cell by cell, send what follows from them, and report exactly the messages that have to come
// again.
import { createHash } from 'node:crypto';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { isOver, UnknownCellError } from '#adapters/network/cell-reader.ts';
import { openRunLedger } from '#adapters/network/run-ledger.ts';
import type { Table } from '#adapters/network/table.ts';
import { type Outbox, openOutbox } from '#adapters/queues/outbox.ts';
import { countTried, type Runtime } from '#adapters/runtime.ts';
import type { UseCounter } from '#adapters/use-counter.ts';
import { countedMessage } from '#domain/counted.ts';
import type { ControlEvent, Place } from '#domain/events.ts';
import type { QueueName } from '#domain/limits.ts';
import { tooFarAhead } from '#domain/login/due-ahead.ts';
import { chargeRuns, countByRun, logDropped } from './charge-runs.ts';
import { contextOf, type Delivered, stepOf } from './message-step.ts';
import { MalformedMessageError, NewerMessageError } from './messages.ts';

/** One well-formed message. */
export interface Message<Event extends ControlEvent> {
  readonly messageId: string;
  readonly event: Event;
}

/** A message is decided, and will not come again once its follow-ups are sent. */
export interface Done {
  readonly kind: 'done';
  /** Events to send once the batch is decided; the message fails if they cannot be sent. */
  readonly followUps: readonly ControlEvent[];
  /**
   * What to do once the follow-ups are on their way, so that being done never outruns being sent.
   */
  readonly afterSent: readonly (() => Promise<void>)[];
}

/** The message will be delivered again; other messages are not touched. */
export interface Failed {
  readonly kind: 'failed';
  readonly cause: unknown;
}

/** What handling a message came to. */
export type Handled = Done | Failed;

/** A message is done; these events follow from it. */
export function done(...followUps: readonly ControlEvent[]): Done {
  return { kind: 'done', followUps, afterSent: [] };
}

/** A message has to be delivered again. */
export function failed(cause: unknown): Failed {
  return { kind: 'failed', cause };
}

/**
 * Handles the messages of one cell together. A throw fails all of them.
 * @returns what each message came to, in the order of the messages
 */
export type CellHandler<Event extends ControlEvent> = (
  place: Place,
  messages: readonly Message<Event>[],
) => Promise<readonly Handled[]>;

interface Consumer<Event extends ControlEvent> {
  readonly queue: QueueName;
  readonly parse: (body: string) => Event;
  readonly handle: CellHandler<Event>;
}

/**
 * Makes the handler of a queue. Messages have no order: none waits for another one.
 * @param table opened with the counter's runtime
 */
export function batchConsumer<Event extends ControlEvent>(
  counter: UseCounter,
  table: Table,
  { queue, parse, handle }: Consumer<Event>,
): (event: SQSEvent) => Promise<SQSBatchResponse> {
  const { runtime } = table;
  const outbox = openOutbox(runtime);
  const ledger = openRunLedger(table);
  return async ({ Records }) => {
    counter.begin();
    const { accepted, others } = sortOut(Records, parse, runtime.nowMs());
    const nowMs = runtime.nowMs();
    const due = accepted.filter(({ event }) => event.dueAtMs <= nowMs);
    const early = accepted.filter(({ event }) => event.dueAtMs > nowMs);
    const handled = await Promise.all(byCell(due).map((group) => handleCell(handle, group)));
    const sentOn = await sendOnEarly(table, early);
    const batch = inOrder([...others, ...handled.flat(), ...sentOn]);
    const failures: Failures = new Map(
      ruledAs(batch, 'failed').map(({ messageId, ruling }) => [messageId, ruling.cause]),
    );
    await quarantine(runtime, outbox, queue, ruledAs(batch, 'unprocessable'), failures);
    const doneOnes = ruledAs(batch, 'done');
    await sendFollowUps(runtime, outbox, doneOnes, failures);
    await finish(doneOnes, failures);
    countAndLog(runtime, queue, batch, failures);
    const messageCounts = countByRun(accepted.map(({ event }) => event));
    logDropped(table, queue, messageCounts);
    await chargeRuns(table, ledger, messageCounts, counter.used());
    const batchItemFailures = [...failures.keys()].map((itemIdentifier) => ({ itemIdentifier }));
    return { batchItemFailures };
  };
}

/** What was decided about a message. */
type Ruling =
  | Handled
  /** No retry can help it: it goes to quarantine with the reason, and never comes again. */
  | { readonly kind: 'unprocessable'; readonly reason: string };

/** A message of a batch, with its place there. */
interface Ruled<Decided extends Ruling = Ruling> extends Delivered {
  readonly index: number;
  readonly ruling: Decided;
}

type Accepted<Event extends ControlEvent> = Message<Event> & Omit<Ruled, 'ruling' | 'event'>;

type RulingOf<Kind extends Ruling['kind']> = Extract<Ruling, { kind: Kind }>;

/** Why each message failed that did, by its id. */
type Failures = Map<string, unknown>;

function ruledAs<Kind extends Ruling['kind']>(batch: readonly Ruled[], kind: Kind) {
  return batch.filter((one): one is Ruled<RulingOf<Kind>> => one.ruling.kind === kind);
}

function inOrder(batch: readonly Ruled[]): Ruled[] {
  return [...batch].sort((a, b) => a.index - b.index);
}

function sortOut<Event extends ControlEvent>(
  records: readonly SQSRecord[],
  parse: (body: string) => Event,
  nowMs: number,
): { readonly accepted: Accepted<Event>[]; readonly others: Ruled[] } {
  const others: Ruled[] = [];
  const accepted = records.flatMap((record, index) => {
    const { messageId } = record;
    try {
      const event = parse(record.body);
      refuseFarAhead(event, nowMs);
      return [{ index, messageId, record, event }];
    } catch (error) {
      others.push({ index, messageId, record, event: undefined, ruling: rulingOn(error) });
      return [];
    }
  });
  return { accepted, others };
}

/** @throws whatever is no fault of a message */
function rulingOn(error: unknown): Ruling {
  if (error instanceof NewerMessageError) return failed(error);
  if (error instanceof MalformedMessageError)
    return { kind: 'unprocessable', reason: error.message };
  throw error;
}

function refuseFarAhead(event: ControlEvent, nowMs: number): void {
  const found = tooFarAhead(event, nowMs);
  if (found !== null)
    throw new MalformedMessageError(`${found.field}: ${found.atMs} is more than a day ahead`);
}

async function quarantine(
  runtime: Runtime,
  outbox: Outbox,
  queue: QueueName,
  unprocessable: readonly Ruled<RulingOf<'unprocessable'>>[],
  failures: Failures,
): Promise<void> {
  if (unprocessable.length === 0) return;
  const messages = unprocessable.map((one) => {
    const { messageId, record, ruling } = one;
    const { body } = record;
    const { reason } = ruling;
    const context = contextOf(runtime, one);
    runtime.log({ level: 'warn', message: 'message quarantined', queue, ...context, reason });
    // A body may be too long to be kept whole: its hash says whether another one is the same.
    return { queue, messageId, body, bodySha256: sha256(body), reason };
  });
  const steps = unprocessable.map((one) => stepOf(runtime, one));
  const isAccepted = await outbox.quarantine(messages, (index) => steps[index]);
  for (const [index, { messageId }] of unprocessable.entries()) {
    if (isAccepted[index]) runtime.count('MessagesQuarantined', 1);
    else failures.set(messageId, new Error('SQS did not accept it for quarantine'));
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * A message that was delivered before its time, because SQS delays at most 15 minutes, is sent on,
 * unless nobody will serve it then: its run is over.
 */
async function sendOnEarly(
  table: Table,
  early: readonly Accepted<ControlEvent>[],
): Promise<Ruled[]> {
  const ruled: Ruled[] = [];
  const runIds = new Set(early.map(({ event }) => event.runId));
  for (const runId of runIds) {
    const messages = early.filter(({ event }) => event.runId === runId);
    try {
      const isServed = !(await isOver(table, runId));
      for (const message of messages)
        ruled.push({ ...message, ruling: isServed ? done(message.event) : done() });
    } catch (error) {
      ruled.push(...messages.map((message) => ({ ...message, ruling: failed(error) })));
    }
  }
  return ruled;
}

function byCell<Event extends ControlEvent>(messages: readonly Accepted<Event>[]) {
  const groups = new Map<string, Accepted<Event>[]>();
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
  group: readonly Accepted<Event>[],
): Promise<Ruled[]> {
  const first = group[0];
  if (first === undefined) return [];
  const { runId, cell } = first.event;
  try {
    const handled = await handle({ runId, cell }, group);
    return group.map((message, index) => {
      const ruling = handled[index] ?? failed(new Error('expected a result for each message'));
      return { ...message, ruling };
    });
  } catch (error) {
    const ruling: Ruling =
      error instanceof UnknownCellError
        ? { kind: 'unprocessable', reason: error.message }
        : failed(error);
    return group.map((message) => ({ ...message, ruling }));
  }
}

async function sendFollowUps(
  runtime: Runtime,
  outbox: Outbox,
  messages: readonly Ruled<Done>[],
  failures: Failures,
): Promise<void> {
  const sends = messages
    .filter(({ messageId }) => !failures.has(messageId))
    .flatMap((one) => {
      const { messageId, ruling } = one;
      if (ruling.followUps.length === 0) return [];
      const step = stepOf(runtime, one);
      return ruling.followUps.map((event) => ({ messageId, event, step }));
    });
  if (sends.length === 0) return;
  const events = sends.map(({ event }) => event);
  const isAccepted = await outbox.send(events, (index) => sends[index]?.step);
  for (const [index, { messageId, event }] of sends.entries())
    if (!isAccepted[index]) failures.set(messageId, new Error(`SQS did not accept ${event.id}`));
}

async function finish(messages: readonly Ruled<Done>[], failures: Failures): Promise<void> {
  const sent = messages.filter(({ messageId }) => !failures.has(messageId));
  for (const { messageId, ruling } of sent) {
    const fail = (cause: unknown) => void failures.set(messageId, cause);
    for (const action of ruling.afterSent) await action().catch(fail);
  }
}

function countAndLog(
  runtime: Runtime,
  queue: QueueName,
  batch: readonly Ruled[],
  failures: Failures,
): void {
  countTried(runtime, countedMessage, true, batch.length - failures.size);
  if (failures.size === 0) return;
  countTried(runtime, countedMessage, false, failures.size);
  const byId = new Map(batch.map((one) => [one.messageId, one]));
  for (const [messageId, cause] of failures) {
    const one = byId.get(messageId);
    const context = one === undefined ? { messageId } : contextOf(runtime, one);
    const failure = { queue, ...context, cause: String(cause) };
    runtime.log({ level: 'warn', message: 'message failed', ...failure });
  }
}
