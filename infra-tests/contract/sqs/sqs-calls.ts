// The calls to a queue that the cases share, in the words of the cases.

import {
  GetQueueAttributesCommand,
  type Message,
  type QueueAttributeName,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageCommand,
  type SendMessageCommandInput,
} from '@aws-sdk/client-sqs';
import { type ContractBench, type ContractCase, refusalOf } from '../contract-case.ts';

/** A case of SQS. */
export function sqsCase(described: Omit<ContractCase, 'service'>): ContractCase {
  return { service: 'sqs', ...described };
}

/** Sends one message to the queue with that logical id. */
export function send(
  { sqs, ref }: ContractBench,
  queue: string,
  MessageBody: string,
  more: Partial<SendMessageCommandInput> = {},
) {
  return sqs.send(new SendMessageCommand({ QueueUrl: ref(queue), MessageBody, ...more }));
}

/** Receives once. */
export async function receive(
  { sqs, ref }: ContractBench,
  queue: string,
  more: Partial<ReceiveMessageCommandInput> = {},
): Promise<Message[]> {
  const command = new ReceiveMessageCommand({ QueueUrl: ref(queue), ...more });
  return (await sqs.send(command)).Messages ?? [];
}

/** Receives one message that has to be there within a second. @throws {Error} it is not */
export async function receiveOne(
  bench: ContractBench,
  queue: string,
  more: Partial<ReceiveMessageCommandInput> = {},
): Promise<Message & { ReceiptHandle: string }> {
  const [message] = await receive(bench, queue, { WaitTimeSeconds: 1, ...more });
  const { ReceiptHandle } = message ?? {};
  if (ReceiptHandle !== undefined) return { ...message, ReceiptHandle };
  throw new Error(`expected a message in ${queue}`);
}

/**
 * For a message that is due: a short poll may miss it on AWS, and some engines are a second late.
 */
export const PATIENTLY = { WaitTimeSeconds: 3 } as const;

/** The bodies of one receive of at most ten messages, sorted, since queues promise no order. */
export async function bodies(
  bench: ContractBench,
  queue: string,
  more: Partial<ReceiveMessageCommandInput> = {},
): Promise<string[]> {
  const messages = await receive(bench, queue, { MaxNumberOfMessages: 10, ...more });
  return messages.map(({ Body = '' }) => Body).sort();
}

/** Attributes of a queue. */
export async function attributes(
  { sqs, ref }: ContractBench,
  queue: string,
  AttributeNames: QueueAttributeName[],
): Promise<Record<string, string>> {
  const command = new GetQueueAttributesCommand({ QueueUrl: ref(queue), AttributeNames });
  return (await sqs.send(command)).Attributes ?? {};
}

/** The error that refused a call, or `'accepted'`. */
export async function refused(call: Promise<unknown>): Promise<string> {
  const refusal = await refusalOf(call);
  return refusal === 'accepted' ? refusal : errorName(refusal.error);
}

/**
 * An error's name as both of SQS's protocols have it: one adds a suffix, the other a prefix.
 */
export function errorName(name: string | undefined): string {
  return (name ?? '').replace(/Exception$/, '').replace(/^AWS\.SimpleQueueService\./, '');
}
