// Deletes all that the table holds of a run, a batch at a time. It writes no faster than a table in
// use can bear.
import {
  BatchWriteItemCommand,
  QueryCommand,
  type QueryCommandOutput,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { batchWriteMax } from '#domain/limits.ts';
import type { CellId } from '#domain/network.ts';
import { type Item, partition, runKey, stormKey, toItem, usedKey } from './items.ts';
import { getItems, type Table } from './table.ts';
import { transact, update } from './transaction.ts';

/**
 * Items a second: a tenth of the write units that one partition serves (facts 5.19), with two for a
 * node that the index has, too. So other runs are not throttled.
 */
const itemsPerSecond = 50;

/**
 * Deletes a run. Its own rows go last and together, so that a deletion that was cut off can be made
 * again.
 * @param cells the run's cells; undefined: its storm is not in the table, so that is scanned
 * @param onItems called with how many items are gone so far
 * @returns how many items were deleted
 */
export async function deleteRun(
  table: Table,
  runId: string,
  cells: readonly CellId[] | undefined,
  onItems: (deletedCount: number) => void,
): Promise<number> {
  // Who reads the run before it is gone must not take what is missing for a fault.
  await update(table, {
    Key: runKey(runId),
    UpdateExpression: 'SET isBeingForgotten = :yes',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeValues: toItem({ ':yes': true }),
  });
  let deletedCount = 0;
  const drop = async (keys: readonly Item[]) => {
    await deleteItems(table, keys);
    deletedCount += keys.length;
    onItems(deletedCount);
  };
  if (cells === undefined) await eachPage(scanFor(table, runId), drop);
  for (const cell of cells ?? []) await eachPage(queryFor(table, partition({ runId, cell })), drop);
  const last = [usedKey(runId), stormKey(runId), runKey(runId)];
  const lastCount = (await getItems(table, last)).length;
  const Delete = (Key: Item) => ({ Delete: { TableName: table.name, Key } });
  const outcome = await transact(table, last.map(Delete));
  if (outcome.kind !== 'written') throw new Error(`run ${runId}: its row is being written`);
  return deletedCount + lastCount;
}

/** One page of keys, and where the next one begins. */
type Page = (
  from: Item | undefined,
) => Promise<Pick<QueryCommandOutput, 'Items' | 'LastEvaluatedKey'>>;

async function eachPage(page: Page, drop: (keys: readonly Item[]) => Promise<void>) {
  let from: Item | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await page(from);
    for (let at = 0; at < Items.length; at += batchWriteMax)
      await drop(Items.slice(at, at + batchWriteMax));
    from = LastEvaluatedKey;
  } while (from !== undefined);
}

function queryFor({ client, name }: Table, pk: string): Page {
  return (from) =>
    client.send(
      new QueryCommand({
        TableName: name,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: pk } },
        ProjectionExpression: 'pk, sk',
        ConsistentRead: true,
        ExclusiveStartKey: from,
      }),
    );
}

/** No run's name has a `#`, so no other run's cells begin like this one's. */
function scanFor({ client, name }: Table, runId: string): Page {
  return (from) =>
    client.send(
      new ScanCommand({
        TableName: name,
        FilterExpression: 'begins_with(pk, :cells)',
        ExpressionAttributeValues: { ':cells': { S: `CELL#${runId}#` } },
        ProjectionExpression: 'pk, sk',
        ConsistentRead: true,
        ExclusiveStartKey: from,
      }),
    );
}

async function deleteItems(table: Table, keys: readonly Item[]): Promise<void> {
  let left = keys.map((Key) => ({ DeleteRequest: { Key } }));
  for (let refusals = 0; left.length > 0; ) {
    const { UnprocessedItems } = await table.client.send(
      new BatchWriteItemCommand({ RequestItems: { [table.name]: left } }),
    );
    await table.runtime.sleep(Math.ceil((left.length / itemsPerSecond) * 1000));
    left = (UnprocessedItems?.[table.name] ?? []) as typeof left;
    refusals += 1;
    if (left.length > 0) await table.runtime.sleep(50 * 2 ** Math.min(refusals, 6));
  }
}
