// Messages that no function will handle any more: dead-lettered and quarantined ones.
import { sqsClient } from '../clients.ts';
import type { Runtime } from '../runtime.ts';
import type { StackOutputs } from '../stack/stack-outputs.ts';
import { countMessages } from './count-messages.ts';

/**
 * How many messages are in each dead-letter queue and in quarantine, by the name of the stack's
 * output.
 */
export type MessagesLeft = Readonly<Record<string, number>>;

/** Counts the messages in the dead-letter queues and in quarantine, hidden ones included. */
export async function countMessagesLeft(
  runtime: Runtime,
  outputs: StackOutputs,
): Promise<MessagesLeft> {
  const client = sqsClient(runtime);
  const counts = letterQueues(outputs).map(async ({ name, url }) => {
    const { visible, hidden } = await countMessages(client, url);
    return [name, visible + hidden] as const;
  });
  return Object.fromEntries(await Promise.all(counts));
}

/** The dead-letter queues and quarantine, by the names under which they are counted. */
export function letterQueues(
  outputs: StackOutputs,
): readonly { readonly name: string; readonly url: string }[] {
  return Object.entries(outputs)
    .filter(([name]) => /(DeadLetters|Quarantine)/.test(name))
    .map(([name, url]) => ({ name: name.replace(/(Queue)?Url$/, ''), url }));
}
