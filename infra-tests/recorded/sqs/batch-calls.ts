// Batch calls whose answer a row has.

import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  SendMessageBatchCommand,
} from '@aws-sdk/client-sqs';
import type { ContractBench } from '../../contract/contract-case.ts';
import { answerOf } from '../recorded-calls.ts';

/** Entries of a batch by their ids, with the id as the body. */
export const entries = (ids: readonly string[], bodyOf = (id: string) => id) =>
  ids.map((Id) => ({ Id, MessageBody: bodyOf(Id) }));

/** So many ids. */
export const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => `m-${index}`);

/** How a batch of sends is answered. */
export const sendBatch =
  (ids: readonly string[], bodyOf?: (id: string) => string) => (b: ContractBench) =>
    answerOf(
      b.sqs.send(
        new SendMessageBatchCommand({ QueueUrl: b.ref('Jobs'), Entries: entries(ids, bodyOf) }),
      ),
    );

/** How a batch of deletes is answered. */
export const deleteBatch = (ids: readonly string[]) => (b: ContractBench) => {
  const Entries = ids.map((Id) => ({ Id, ReceiptHandle: 'any' }));
  return answerOf(b.sqs.send(new DeleteMessageBatchCommand({ QueueUrl: b.ref('Jobs'), Entries })));
};

/** How a batch of changes of visibility is answered. */
export const hideBatch = (ids: readonly string[]) => (b: ContractBench) => {
  const Entries = ids.map((Id) => ({ Id, ReceiptHandle: 'any', VisibilityTimeout: 0 }));
  return answerOf(
    b.sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: b.ref('Jobs'), Entries })),
  );
};
