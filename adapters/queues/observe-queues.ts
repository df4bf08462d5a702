// Observes queues from outside without removing messages.
import { type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { type QueueName, sendBatchMax } from '#domain/limits.ts';
import { sqsClient } from '../clients.ts';
import type { Runtime } from '../runtime.ts';
import type { StackOutputs } from '../stack/stack-outputs.ts';
import { countMessages } from './count-messages.ts';
import { giveBack } from './give-back.ts';

/** A message as it is in a queue. */
export interface SeenMessage {
  readonly messageId: string;
  readonly sentAtMs: number;
  readonly body: string;
}

/** Counts the messages of each working queue: visible, delayed and handed out. */
export async function countUnderWay(
  runtime: Runtime,
  outputs: StackOutputs,
): Promise<Record<QueueName, number>> {
  const client = sqsClient(runtime);
  const [membership = 0, login = 0, heal = 0] = await Promise.all(
    ['MembershipQueueUrl', 'LoginQueueUrl', 'HealQueueUrl'].map(async (output) => {
      const { visible, hidden } = await countMessages(client, outputs[output] ?? '');
      return visible + hidden;
    }),
  );
  return { membership, login, heal };
}

/**
 * How long messages are hidden while they are read. If all goes well, they are visible again
 * sooner.
 */
const hiddenSeconds = 30;

/**
 * Reads some messages of a dead-letter queue or of quarantine, and makes them visible again.
 * @param countMax how many messages to read, at most
 */
export async function observeMessages(
  runtime: Runtime,
  QueueUrl: string,
  countMax: number,
): Promise<SeenMessage[]> {
  const client = sqsClient(runtime);
  const seen = new Map<string, LentMessage>();
  try {
    for (let isMore = true; isMore && seen.size < countMax; ) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: Math.min(sendBatchMax, countMax - seen.size),
          VisibilityTimeout: hiddenSeconds,
          MessageSystemAttributeNames: ['SentTimestamp'],
        }),
      );
      for (const message of Messages) seen.set(message.MessageId ?? '', toSeen(message));
      isMore = Messages.length > 0;
    }
  } finally {
    const handles = [...seen.values()].map(({ handle }) => handle);
    await giveBack(client, QueueUrl, handles);
  }
  return [...seen.values()].map(({ handle, ...message }) => message);
}

/** A message that is hidden until it is given back. */
interface LentMessage extends SeenMessage {
  readonly handle: string;
}

function toSeen({ MessageId = '', Body = '', ReceiptHandle = '', Attributes }: Message) {
  const sentAtMs = Number(Attributes?.SentTimestamp ?? Number.NaN);
  return { messageId: MessageId, body: Body, sentAtMs, handle: ReceiptHandle };
}
