import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { ControlEvent } from '#domain/events.ts';
import {
  type QueueName,
  reasonLengthMax,
  sendBatchMax,
  sendDelaySecondsMax,
} from '#domain/limits.ts';
import { unreachable } from '#domain/unreachable.ts';
import { sqsClient } from '../clients.ts';
import { type LogContext, ofStep, saidOfAll } from '../log-context.ts';
import { environmentVariable, type Runtime } from '../runtime.ts';
import { type TraceContext, traceparentName, traceparentOf } from './trace-context.ts';

/** Sends events to the queue of their kind. Each is delayed until it is due. */
export interface Outbox {
  /**
   * Sends all events, ten to a request.
   * @param causeOf the step that an event follows from, by the event's index; no trace when absent
   * @returns for each event, in order, whether SQS accepted it
   */
  send(events: readonly ControlEvent[], causeOf?: CauseOf): Promise<boolean[]>;
  /**
   * Sends unprocessable messages to quarantine, each with the reason. So nobody retries them, and
   * none is lost.
   */
  quarantine(messages: readonly Quarantined[], causeOf?: CauseOf): Promise<boolean[]>;
}

/** The step that a message follows from, by the message's index. */
export type CauseOf = (index: number) => TraceContext | undefined;

/** A message that no retry can help. */
export interface Quarantined {
  readonly queue: QueueName;
  readonly messageId: string;
  readonly body: string;
  /** SHA-256 of the whole body in hex. It tells bodies apart that were cut to the same text. */
  readonly bodySha256: string;
  readonly reason: string;
}

/** Which queue carries an event. */
export function queueOf(event: ControlEvent): QueueName {
  switch (event.type) {
    case 'NodeJoined':
    case 'NodeLeft':
    case 'NodeRestarted':
    case 'NodeLost':
    case 'LeaseRenewed':
      return 'membership';
    case 'LoginRequested':
      return 'login';
    case 'HealStepDue':
      return 'heal';
    default:
      return unreachable(event);
  }
}

export function openOutbox(runtime: Runtime): Outbox {
  const sender = { client: sqsClient(runtime), runtime };
  return {
    async send(events, causeOf = noCause) {
      const accepted = new Array<boolean>(events.length).fill(false);
      for (const [queue, indexes] of byQueue(events)) {
        const entries = indexes.map((index) =>
          entryOf(events[index], runtime.nowMs(), causeOf(index)),
        );
        const sent = await sendAll(sender, queue, entries);
        for (const [position, index] of indexes.entries())
          accepted[index] = sent[position] ?? false;
      }
      return accepted;
    },
    quarantine: (messages, causeOf = noCause) => {
      const entries = messages.map((one, index) => quarantineEntry(one, causeOf(index)));
      return sendAll(sender, 'quarantine', entries, 1);
    },
  };
}

const noCause: CauseOf = () => undefined;

interface Sender {
  readonly client: SQSClient;
  readonly runtime: Runtime;
}

interface Entry {
  readonly body: string;
  readonly delaySeconds: number;
  readonly cause: TraceContext | undefined;
  /** What a log line says of it. */
  readonly said: () => LogContext;
}

/**
 * The longest body that is quarantined whole, in characters. SQS accepts 1 MiB (facts 5.6), and an
 * escaped character takes up to six bytes.
 */
const quarantinedBodyLengthMax = 150_000;

function entryOf(
  event: ControlEvent | undefined,
  nowMs: number,
  cause: TraceContext | undefined,
): Entry {
  if (event === undefined) throw new Error('expected an event at every index');
  const delaySeconds = Math.ceil((event.dueAtMs - nowMs) / 1000);
  return {
    body: JSON.stringify(event),
    delaySeconds: Math.min(Math.max(delaySeconds, 0), sendDelaySecondsMax),
    cause,
    said: () => ofStep({ runId: event.runId, cell: event.cell }, cause),
  };
}

function quarantineEntry(
  { body, reason: reported, ...rest }: Quarantined,
  cause: TraceContext | undefined,
): Entry {
  const reason = reported.slice(0, reasonLengthMax);
  const kept = body.slice(0, quarantinedBodyLengthMax);
  return {
    body: JSON.stringify({ ...rest, reason, body: kept, bodyLength: body.length }),
    delaySeconds: 0,
    cause,
    said: () => ofStep({ messageId: rest.messageId }, cause),
  };
}

/**
 * If a request fails as a whole, its entries count as not accepted. The entries of other requests
 * may have been accepted.
 */
async function sendAll(
  { client, runtime }: Sender,
  sentTo: QueueName | 'quarantine',
  entries: readonly Entry[],
  perRequest: number = sendBatchMax,
): Promise<boolean[]> {
  const QueueUrl = queueUrl(runtime, sentTo);
  const accepted = new Array<boolean>(entries.length).fill(false);
  const starts = entries.map((_, index) => index).filter((index) => index % perRequest === 0);
  const requests = starts.map(async (from) => {
    const together = entries.slice(from, from + perRequest);
    const Entries = together.map((entry, index) => ({
      Id: String(from + index),
      MessageBody: entry.body,
      DelaySeconds: entry.delaySeconds,
      ...(entry.cause && { MessageAttributes: attributesOf(entry.cause) }),
    }));
    try {
      const { Successful } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      for (const { Id } of Successful ?? []) accepted[Number(Id)] = true;
    } catch (error) {
      const said = saidOfAll(together.map((entry) => entry.said()));
      const cause = String(error);
      runtime.log({ level: 'warn', message: 'send failed', sentTo, ...said, cause });
    }
  });
  await Promise.all(requests);
  return accepted;
}

function attributesOf(cause: TraceContext) {
  return { [traceparentName]: { DataType: 'String', StringValue: traceparentOf(cause) } };
}

function byQueue(events: readonly ControlEvent[]): Map<QueueName, number[]> {
  const indexes = new Map<QueueName, number[]>();
  for (const [index, event] of events.entries()) {
    const queue = queueOf(event);
    indexes.set(queue, [...(indexes.get(queue) ?? []), index]);
  }
  return indexes;
}

function queueUrl(runtime: Runtime, queue: QueueName | 'quarantine'): string {
  return environmentVariable(runtime, `${queue.toUpperCase()}_QUEUE_URL`);
}
