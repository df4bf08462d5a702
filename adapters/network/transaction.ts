import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { type Item, toItem } from './items.ts';
import type { Table } from './table.ts';

/**
 * The outcome of a conditional write. `failedIndexes` names the actions whose conditions failed, in
 * order.
 */
export type WriteOutcome =
  | { readonly kind: 'written'; readonly attributes?: Item }
  | { readonly kind: 'condition-failed'; readonly failedIndexes: readonly number[] }
  /** Every try met another transaction on one of the items. */
  | { readonly kind: 'conflicted' };

/** How often a write is tried that conflicts with another transaction. */
const conflictTriesMax = 5;

/**
 * Writes all actions or none. After a conflict with another transaction it tries again, after a
 * short random pause.
 * @returns which conditions failed, if any did
 * @throws any other error of DynamoDB's, so that the message is delivered again
 */
export async function transact(
  table: Table,
  actions: readonly TransactWriteItem[],
): Promise<WriteOutcome> {
  for (let tries = 1; ; tries += 1) {
    try {
      await table.client.send(new TransactWriteItemsCommand({ TransactItems: [...actions] }));
      return { kind: 'written' };
    } catch (error) {
      const codes = cancellationCodes(error);
      const failedIndexes = indexesOf(codes, 'ConditionalCheckFailed');
      if (failedIndexes.length > 0) return { kind: 'condition-failed', failedIndexes };
      if (!codes.includes('TransactionConflict')) throw error;
      if (tries >= conflictTriesMax) return { kind: 'conflicted' };
      await pauseAfterConflict(table, tries);
    }
  }
}

/**
 * Updates one item under a condition. If the condition does not hold, `failedIndexes` is `[0]`.
 * After a conflict with a transaction it tries again, after a short random pause.
 * @throws any other error of DynamoDB's, so that the message is delivered again
 */
export async function update(
  table: Table,
  input: Omit<UpdateItemCommandInput, 'TableName'>,
): Promise<WriteOutcome> {
  for (let tries = 1; ; tries += 1) {
    try {
      const command = new UpdateItemCommand({ TableName: table.name, ...input });
      const { Attributes } = await table.client.send(command);
      return { kind: 'written', ...(Attributes && { attributes: Attributes }) };
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException)
        return { kind: 'condition-failed', failedIndexes: [0] };
      if (!(error instanceof TransactionConflictException)) throw error;
      if (tries >= conflictTriesMax) throw error;
      await pauseAfterConflict(table, tries);
    }
  }
}

/** An update as one action of a transaction. `values` are plain values. */
export function updateAction(
  table: Table,
  Key: Item,
  UpdateExpression: string,
  ConditionExpression: string,
  values: object,
  names?: Record<string, string>,
): TransactWriteItem {
  return {
    Update: {
      TableName: table.name,
      Key,
      UpdateExpression,
      ConditionExpression,
      ExpressionAttributeValues: toItem(values),
      ...(names && { ExpressionAttributeNames: names }),
    },
  };
}

function pauseAfterConflict({ runtime }: Table, tries: number): Promise<void> {
  return runtime.sleep(20 + runtime.random() * 40 * 2 ** tries);
}

function cancellationCodes(error: unknown): string[] {
  if (!(error instanceof TransactionCanceledException)) throw error;
  return (error.CancellationReasons ?? []).map(({ Code }) => Code ?? 'None');
}

function indexesOf(codes: readonly string[], code: string): number[] {
  return codes.flatMap((one, index) => (one === code ? [index] : []));
}
