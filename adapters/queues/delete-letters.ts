// Deletes some messages of a dead-letter queue or of quarantine, and leaves the others there.
import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { knownReceivesMax, redriveHideSeconds, sendBatchMax } from '#domain/limits.ts';
import { sqsClient } from '../clients.ts';
import type { Runtime } from '../runtime.ts';
import { countMessages } from './count-messages.ts';
import { giveBack } from './give-back.ts';

/** What became of the messages of one queue. */
export interface DeletedLetters {
  readonly deletedCount: number;
  /** Messages that could not be read: too many others, or hidden just now. */
  readonly unreadCount: number;
}

/**
 * Deletes those messages of a queue whose bodies are meant.
 * @param readMax how many messages are received, at most
 */
export async function deleteLetters(
  runtime: Runtime,
  QueueUrl: string,
  isMeant: (body: string) => boolean,
  readMax: number,
): Promise<DeletedLetters> {
  const client = sqsClient(runtime);
  const { visible, hidden } = await countMessages(client, QueueUrl);
  if (visible === 0) return { deletedCount: 0, unreadCount: hidden };
  const kept = new Map<string, string>();
  let deletedCount = 0;
  try {
    for (let known = 0; known < knownReceivesMax && kept.size + deletedCount < readMax; ) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: sendBatchMax,
          VisibilityTimeout: redriveHideSeconds,
          WaitTimeSeconds: 1,
        }),
      );
      if (Messages.length === 0) break;
      const before = kept.size + deletedCount;
      const meant = Messages.filter(({ Body = '' }) => isMeant(Body));
      for (const { MessageId = '', ReceiptHandle = '' } of Messages.filter(
        (message) => !meant.includes(message),
      ))
        kept.set(MessageId, ReceiptHandle);
      deletedCount += await deleteAll(client, QueueUrl, meant);
      known = kept.size + deletedCount === before ? known + 1 : 0;
    }
  } finally {
    await giveBack(client, QueueUrl, [...kept.values()]);
  }
  const left = await countMessages(client, QueueUrl);
  return { deletedCount, unreadCount: Math.max(0, left.visible + left.hidden - kept.size) };
}

/** @returns how many were deleted; the others are in the queue, and become visible again */
async function deleteAll(
  client: ReturnType<typeof sqsClient>,
  QueueUrl: string,
  messages: readonly Message[],
): Promise<number> {
  if (messages.length === 0) return 0;
  const Entries = messages.map(({ ReceiptHandle }, index) => ({
    Id: String(index),
    ReceiptHandle,
  }));
  const { Successful = [] } = await client.send(
    new DeleteMessageBatchCommand({ QueueUrl, Entries }),
  );
  return Successful.length;
}
