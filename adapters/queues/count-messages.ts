// How many messages are in a queue. Counting only those that can be received is not enough: a
// message that somebody holds just now is hidden, and is there all the same.
import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { UnfitAnswerError } from '../service-failure.ts';

/** The messages of one queue, as SQS counts them: on AWS about a minute may pass until it knows. */
export interface MessageCounts {
  /** Whoever asks now may receive them. */
  readonly visible: number;
  /** Received by somebody who has not deleted them yet, or sent with a delay. */
  readonly hidden: number;
}

/**
 * Counts the messages of a queue, those that are hidden too.
 * @throws {UnfitAnswerError} the answer leaves a count out, which must not pass for zero
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
