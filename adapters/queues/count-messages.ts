// How many messages are in a queue. A hidden message cannot be received now, but it is in the queue
// and has to be counted.
import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { UnfitAnswerError } from '../service-failure.ts';

/** The messages of one queue, as SQS counts them. On AWS a count may be a minute old. */
export interface MessageCounts {
  /** Messages that can be received now. */
  readonly visible: number;
  /** Messages that somebody received and has not deleted yet, and messages with a delay. */
  readonly hidden: number;
}

/**
 * Counts the messages of a queue, hidden ones included.
 * @throws {UnfitAnswerError} the answer lacks a count; a missing count must not pass for zero
 */
export async function countMessages(client: SQSClient, QueueUrl: string): Promise<MessageCounts> {
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...countNames] });
  const { Attributes = {} } = await client.send(command);
  const [visible = 0, delayed = 0, handedOut = 0] = countNames.map((name) => {
    const count = Number(Attributes[name] ?? Number.NaN);
    if (!Number.isInteger(count))
      throw new UnfitAnswerError(`${QueueUrl}: expected SQS to say its ${name}`);
    return count;
  });
  return { visible, hidden: delayed + handedOut };
}

const countNames = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesDelayed',
  'ApproximateNumberOfMessagesNotVisible',
] as const;
