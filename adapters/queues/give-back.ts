import { ChangeMessageVisibilityBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { sendBatchMax } from '#domain/limits.ts';

/** Makes received messages visible again at once. */
export async function giveBack(
  client: SQSClient,
  QueueUrl: string,
  receiptHandles: readonly string[],
): Promise<void> {
  for (let from = 0; from < receiptHandles.length; from += sendBatchMax) {
    const Entries = receiptHandles.slice(from, from + sendBatchMax).map((ReceiptHandle, index) => ({
      Id: String(index),
      ReceiptHandle,
      VisibilityTimeout: 0,
    }));
    await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
  }
}
