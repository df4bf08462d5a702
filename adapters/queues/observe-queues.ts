// Observes queues from outside without removing messages.
import { type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { knownReceivesMax, type QueueName, sendBatchMax } from '#domain/limits.ts';
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

/** A long poll, so SQS asks all its servers (facts 5.4). It is short, since a person waits. */
const waitSeconds = 1;

/**
 * Reads some messages of a dead-letter queue or of quarantine, and makes them visible again.
 * @param countMax how many messages to read, at most
 * @param note makes of a message what is kept of it: bodies may be long
 */
export async function observeMessages<Noted>(
  runtime: Runtime,
  QueueUrl: string,
  countMax: number,
  note: (message: SeenMessage) => Noted,
): Promise<Noted[]> {
  const client = sqsClient(runtime);
  const noted = new Map<string, Noted>();
  const handles = new Map<string, string>();
  try {
    for (let known = 0; known < knownReceivesMax && noted.size < countMax; ) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: Math.min(sendBatchMax, countMax - noted.size),
          VisibilityTimeout: hiddenSeconds,
          WaitTimeSeconds: waitSeconds,
          MessageSystemAttributeNames: ['SentTimestamp'],
        }),
      );
      if (Messages.length === 0) break;
      const before = noted.size;
      for (const message of Messages) {
        const seen = toSeen(message);
        handles.set(seen.messageId, message.ReceiptHandle ?? '');
        if (!noted.has(seen.messageId)) noted.set(seen.messageId, note(seen));
      }
      known = noted.size === before ? known + 1 : 0;
    }
  } finally {
    await giveBack(client, QueueUrl, [...handles.values()]);
  }
  return [...noted.values()];
}

function toSeen({ MessageId = '', Body = '', Attributes }: Message): SeenMessage {
  const sentAtMs = Number(Attributes?.SentTimestamp ?? Number.NaN);
  return { messageId: MessageId, body: Body, sentAtMs };
}
