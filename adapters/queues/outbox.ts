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
import { environmentVariable, type Runtime } from '../runtime.ts';

/** Sends events to the queue of their kind. Each is delayed until it is due. */
export interface Outbox {
  /**
   * Sends all events, ten to a request.
   * @returns for each event, in order, whether SQS accepted it
   */
  send(events: readonly ControlEvent[]): Promise<boolean[]>;
  /**
   * Sends unprocessable messages to quarantine, each with the reason. So nobody retries them, and
   * none is lost.
   */
  quarantine(messages: readonly Quarantined[]): Promise<boolean[]>;
}

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
    async send(events) {
      const accepted = new Array<boolean>(events.length).fill(false);
      for (const [queue, indexes] of byQueue(events)) {
        const entries = indexes.map((index) => entryOf(events[index], runtime.nowMs()));
        const sent = await sendAll(sender, queueUrl(runtime, queue), entries);
        for (const [position, index] of indexes.entries())
          accepted[index] = sent[position] ?? false;
      }
      return accepted;
    },
    quarantine: (messages) =>
      sendAll(sender, queueUrl(runtime, 'quarantine'), messages.map(quarantineEntry), 1),
  };
}

interface Sender {
  readonly client: SQSClient;
  readonly runtime: Runtime;
}

interface Entry {
  readonly body: string;
  readonly delaySeconds: number;
}

/**
 * The longest body that is quarantined whole, in characters. SQS accepts 1 MiB (facts 5.6), and an
 * escaped character takes up to six bytes.
 */
const quarantinedBodyLengthMax = 150_000;

function entryOf(event: ControlEvent | undefined, nowMs: number): Entry {
  if (event === undefined) throw new Error('expected an event at every index');
  const delaySeconds = Math.ceil((event.dueAtMs - nowMs) / 1000);
  return {
    body: JSON.stringify(event),
    delaySeconds: Math.min(Math.max(delaySeconds, 0), sendDelaySecondsMax),
  };
}

function quarantineEntry({ body, reason: reported, ...rest }: Quarantined): Entry {
  const reason = reported.slice(0, reasonLengthMax);
  const kept = body.slice(0, quarantinedBodyLengthMax);
  return {
    body: JSON.stringify({ ...rest, reason, body: kept, bodyLength: body.length }),
    delaySeconds: 0,
  };
}

/**
 * If a request fails as a whole, its entries count as not accepted. The entries of other requests
 * may have been accepted.
 */
async function sendAll(
  { client, runtime }: Sender,
  QueueUrl: string,
  entries: readonly Entry[],
  perRequest: number = sendBatchMax,
): Promise<boolean[]> {
  const accepted = new Array<boolean>(entries.length).fill(false);
  const starts = entries.map((_, index) => index).filter((index) => index % perRequest === 0);
  const requests = starts.map(async (from) => {
    const Entries = entries.slice(from, from + perRequest).map((entry, index) => ({
      Id: String(from + index),
      MessageBody: entry.body,
      DelaySeconds: entry.delaySeconds,
    }));
    const { Successful } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    for (const { Id } of Successful ?? []) accepted[Number(Id)] = true;
  });
  for (const { reason } of rejected(await Promise.allSettled(requests)))
    runtime.log({ level: 'warn', message: 'send failed', QueueUrl, cause: String(reason) });
  return accepted;
}

function rejected(results: readonly PromiseSettledResult<void>[]): PromiseRejectedResult[] {
  return results.filter((result) => result.status === 'rejected');
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
