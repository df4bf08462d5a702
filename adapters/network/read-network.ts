// Reads whole runs out of the table, page by page and no faster than a table in use can bear.
import {
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  type ScanCommandOutput,
} from '@aws-sdk/client-dynamodb';
import type { CellRecord, NodeRecord, SupernodeRecord } from '#domain/network.ts';
import type { RunSettings } from '#domain/run-settings.ts';
import { type Item, partition, runKey, toCell, toNode, toSupernode } from './items.ts';
import { loadStorm } from './run-table.ts';
import { getItems, type Table } from './table.ts';

/** Everything the table has of a run's network. */
export interface ReadNetwork {
  readonly settings: RunSettings;
  readonly isFinished: boolean;
  readonly cells: readonly CellRecord[];
  readonly nodes: readonly NodeRecord[];
  readonly supernodes: readonly SupernodeRecord[];
  /** Read units that it took, where the engine says. */
  readonly readUnits: number;
}

/**
 * Read units a second: a tenth of what one partition serves (facts 5.19), so that a run that goes
 * on is not throttled by an observer.
 */
const readUnitsPerSecond = 300;

/** Items of one page: some 25 read units, so that pauses are short. */
const pageItems = 500;

/**
 * Reads a run's network, cell by cell and consistently. Not one instant: it goes on meanwhile.
 * @throws {UnknownRunError}
 */
export async function readNetwork(table: Table, runId: string): Promise<ReadNetwork> {
  const settings = await loadStorm(table, runId);
  const items: Item[] = [];
  let readUnits = 0;
  for (const cell of settings.cells) {
    const cellRead = await readCell(table, partition({ runId, cell }));
    items.push(...cellRead.items);
    readUnits += cellRead.readUnits;
  }
  // Last, so that a run that is over was over for all that was read before.
  const [run] = await getItems(table, [runKey(runId)]);
  const ofKind = (prefix: string) => items.filter(({ sk }) => sk?.S?.startsWith(prefix));
  return {
    settings,
    isFinished: run?.status?.S === 'finished',
    cells: items.filter(({ sk }) => sk?.S === 'CELL').map(toCell),
    nodes: ofKind('NODE#').map(toNode),
    supernodes: ofKind('SUPERNODE#').map(toSupernode),
    readUnits,
  };
}

/**
 * Lists the runs in the table. DynamoDB bills the reading of every item, whatever is listed.
 */
export async function listRuns(table: Table): Promise<string[]> {
  const runIds: string[] = [];
  let from: Item | undefined;
  do {
    const page: ScanCommandOutput = await table.client.send(
      new ScanCommand({
        TableName: table.name,
        FilterExpression: 'sk = :run',
        ExpressionAttributeValues: { ':run': { S: 'RUN' } },
        ProjectionExpression: 'pk',
        Limit: pageItems,
        ReturnConsumedCapacity: 'TOTAL',
        ExclusiveStartKey: from,
      }),
    );
    runIds.push(...(page.Items ?? []).map(({ pk }) => pk?.S?.slice('RUN#'.length) ?? ''));
    from = page.LastEvaluatedKey;
    if (from !== undefined) await pause(table, page.ConsumedCapacity?.CapacityUnits ?? 0);
  } while (from !== undefined);
  return runIds.sort();
}

async function readCell(table: Table, pk: string): Promise<{ items: Item[]; readUnits: number }> {
  const items: Item[] = [];
  let readUnits = 0;
  let from: Item | undefined;
  do {
    const query: QueryCommandInput = {
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: pk } },
      ConsistentRead: true,
      Limit: pageItems,
      ReturnConsumedCapacity: 'TOTAL',
      ExclusiveStartKey: from,
    };
    const page = await table.client.send(new QueryCommand(query));
    items.push(...(page.Items ?? []));
    const units = page.ConsumedCapacity?.CapacityUnits ?? 0;
    readUnits += units;
    from = page.LastEvaluatedKey;
    await pause(table, units);
  } while (from !== undefined);
  return { items, readUnits };
}

function pause(table: Table, units: number): Promise<void> {
  return units === 0
    ? Promise.resolve()
    : table.runtime.sleep(Math.ceil((units / readUnitsPerSecond) * 1000));
}
