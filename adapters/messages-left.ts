// Messages that nobody will handle any more: dead letters, and what was put aside.
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { sqsClient } from './clients.ts';
import type { Runtime } from './runtime.ts';
import type { StackOutputs } from './stack-outputs.ts';

/** How many messages lie in each queue that nobody reads from, by the name of its output. */
export type MessagesLeft = Readonly<Record<string, number>>;

/** Counts the messages in the dead-letter queues and in quarantine. */
export async function countMessagesLeft(
  runtime: Runtime,
  outputs: StackOutputs,
): Promise<MessagesLeft> {
  const client = sqsClient(runtime);
  const queues = Object.entries(outputs).filter(([name]) => /(DeadLetters|Quarantine)/.test(name));
  const counts = queues.map(async ([name, QueueUrl]) => {
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({
        QueueUrl,
        AttributeNames: ['ApproximateNumberOfMessages'],
      }),
    );
    const count = Number(Attributes?.ApproximateNumberOfMessages);
    if (!Number.isInteger(count)) throw new Error(`${name}: expected SQS to count its messages`);
    return [name.replace(/(Queue)?Url$/, ''), count] as const;
  });
  return Object.fromEntries(await Promise.all(counts));
}
