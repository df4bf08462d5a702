// Messages that nobody will handle any more: dead-lettered and quarantined ones.
import { sqsClient } from '../clients.ts';
import type { Runtime } from '../runtime.ts';
import type { StackOutputs } from '../stack/stack-outputs.ts';
import { countMessages } from './count-messages.ts';

/** How many messages lie in each queue that nobody reads from, by the name of its output. */
export type MessagesLeft = Readonly<Record<string, number>>;

/**
 * Counts the messages in the dead-letter queues and in quarantine, also those that are hidden
 * because somebody holds them.
 */
export async function countMessagesLeft(
  runtime: Runtime,
  outputs: StackOutputs,
): Promise<MessagesLeft> {
  const client = sqsClient(runtime);
  const queues = Object.entries(outputs).filter(([name]) => /(DeadLetters|Quarantine)/.test(name));
  const counts = queues.map(async ([name, queueUrl]) => {
    const { visible, hidden } = await countMessages(client, queueUrl);
    return [name.replace(/(Queue)?Url$/, ''), visible + hidden] as const;
  });
  return Object.fromEntries(await Promise.all(counts));
}
