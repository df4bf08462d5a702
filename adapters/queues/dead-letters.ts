// A dead-letter queue. Its messages can be received, sent back to their queue, or left.
import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Place } from '#domain/events.ts';
import { type QueueName, redriveHideSeconds, sendBatchMax } from '#domain/limits.ts';
import type { NodeId } from '#domain/network.ts';
import type { DeadLetterFacts } from '#domain/redrive.ts';
import { sqsClient } from '../clients.ts';
import { loadSupernodes } from '../network/cell-reader.ts';
import { cellKey, nodeKey, runKey, toCell, toNode } from '../network/items.ts';
import { toRun } from '../network/run-table.ts';
import { getItems, type Table } from '../network/table.ts';
import type { Runtime } from '../runtime.ts';
import { UnfitAnswerError } from '../service-failure.ts';
import type { StackOutputs } from '../stack/stack-outputs.ts';
import { countMessages } from './count-messages.ts';
import { giveBack } from './give-back.ts';

/** A dead-lettered message, as it was received. It is hidden from others for a while. */
export interface DeadLetter {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: Message['MessageAttributes'];
}

/**
 * What became of a message. `moved`: it is back in its queue. `copied`: it was sent back, but is
 * still in the dead-letter queue, too. `not-accepted`: SQS did not accept it, and it stays.
 */
export type SendBackOutcome = 'moved' | 'copied' | 'not-accepted';

export interface DeadLetterQueue {
  /** Receives and hides at most ten messages, or none when none is visible. */
  receive(countMax: number): Promise<DeadLetter[]>;
  /**
   * Sends at most ten messages back to their queue. A message is deleted here only after the other
   * queue has accepted it. If something fails in between, both queues have it, which every consumer
   * can bear.
   */
  sendBack(messages: readonly DeadLetter[]): Promise<SendBackOutcome[]>;
  /**
   * Makes messages visible again at once. If that fails, they become visible when their time-out
   * ends.
   */
  giveBack(messages: readonly DeadLetter[]): Promise<void>;
  /** Counts the messages that cannot be received now because somebody else holds them. */
  countHidden(): Promise<number>;
}

/**
 * Opens the dead-letter queue of a queue of a deployed stack.
 * @param waitSeconds how long a receive waits for a message; without a wait, AWS may overlook some
 */
export function openDeadLetters(
  runtime: Runtime,
  outputs: StackOutputs,
  queue: QueueName,
  waitSeconds: number = usualWaitSeconds,
): DeadLetterQueue {
  const client = sqsClient(runtime);
  const name = `${queue.charAt(0).toUpperCase()}${queue.slice(1)}`;
  const from = urlOf(outputs, `${name}DeadLettersUrl`);
  const to = urlOf(outputs, `${name}QueueUrl`);
  return {
    receive: (countMax) => receive(client, from, { countMax, waitSeconds }),
    async sendBack(messages) {
      const accepted = await send(client, to, messages);
      const sent = messages.filter((_, index) => accepted.has(index));
      const deleted = await remove(client, from, sent);
      return messages.map((message, index) => {
        if (!accepted.has(index)) return 'not-accepted';
        return deleted.has(message) ? 'moved' : 'copied';
      });
    },
    giveBack: (messages) => {
      const handles = messages.map(({ receiptHandle }) => receiptHandle);
      return giveBack(client, from, handles);
    },
    countHidden: async () => (await countMessages(client, from)).hidden,
  };
}

/** Reads the facts by which a cell's dead-lettered messages are judged. */
export async function loadDeadLetterFacts(
  table: Table,
  place: Place,
  nodeIds: Iterable<NodeId>,
): Promise<DeadLetterFacts> {
  const nodeKeys = [...new Set(nodeIds)].map((nodeId) => nodeKey(place, nodeId));
  const items = await getItems(table, [runKey(place.runId), cellKey(place), ...nodeKeys]);
  const run = items.find(({ sk }) => sk?.S === 'RUN');
  const cell = items.find(({ sk }) => sk?.S === 'CELL');
  const nodes = items.filter(({ sk }) => sk?.S?.startsWith('NODE#')).map(toNode);
  const supernodes =
    cell === undefined ? [] : await loadSupernodes(table, place, { consistent: true });
  return {
    run: run && toRun(run),
    cell: cell && toCell(cell),
    nodes: new Map(nodes.map((node) => [node.nodeId, node])),
    supernodes: new Map(supernodes.map((one) => [one.nodeId, one])),
  };
}

/**
 * A long poll, so SQS asks all its servers (facts 5.4). It is short, since a person may wait for
 * it.
 */
const usualWaitSeconds = 1;

async function receive(
  client: SQSClient,
  QueueUrl: string,
  { countMax, waitSeconds }: { countMax: number; waitSeconds: number },
) {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: Math.min(countMax, sendBatchMax),
      VisibilityTimeout: redriveHideSeconds,
      WaitTimeSeconds: waitSeconds,
      MessageAttributeNames: ['All'],
    }),
  );
  return Messages.map(({ MessageId, ReceiptHandle, Body = '', MessageAttributes }): DeadLetter => {
    if (MessageId === undefined || ReceiptHandle === undefined)
      throw new UnfitAnswerError(
        `${QueueUrl}: expected a message to have an id and a receipt handle`,
      );
    return {
      messageId: MessageId,
      receiptHandle: ReceiptHandle,
      body: Body,
      attributes: MessageAttributes,
    };
  });
}

/** @returns the positions of the messages that were accepted */
async function send(client: SQSClient, QueueUrl: string, messages: readonly DeadLetter[]) {
  const { Successful = [] } = await client.send(
    new SendMessageBatchCommand({
      QueueUrl,
      Entries: messages.map(({ body, attributes }, index) => ({
        Id: String(index),
        MessageBody: body,
        ...(attributes && { MessageAttributes: attributes }),
      })),
    }),
  );
  return new Set(Successful.map(({ Id }) => Number(Id)));
}

/** @returns the messages that were deleted */
async function remove(client: SQSClient, QueueUrl: string, messages: readonly DeadLetter[]) {
  if (messages.length === 0) return new Set<DeadLetter>();
  const Entries = messages.map(({ receiptHandle }, index) => ({
    Id: String(index),
    ReceiptHandle: receiptHandle,
  }));
  const request = client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  // The messages were sent already, so a failure here is reported in the result and not thrown.
  const { Successful = [] } = await request.catch(() => ({ Successful: [] }));
  const gone = new Set(Successful.map(({ Id }) => Number(Id)));
  return new Set(messages.filter((_, index) => gone.has(index)));
}

function urlOf(outputs: StackOutputs, name: string): string {
  const url = outputs[name];
  if (!url) throw new Error(`expected the stack to have an output ${name}`);
  return url;
}
