// Reads whole runs from the table, page by page. It reads no faster than a table in use can bear.
import {
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  type ScanCommandOutput,
} from '@aws-sdk/client-dynamodb';
import type { CellRecord, NodeRecord, SupernodeRecord } from '#domain/network.ts';
import type { Run, RunSettings } from '#domain/run-settings.ts';
import { type Item, partition, runKey, toCell, toNode, toSupernode } from './items.ts';
import { loadStorm, toRun, UnknownRunError } from './run-table.ts';
import { getItems, type Table } from './table.ts';

/** All that the table holds of a run's network. */
export interface ReadNetwork {
  readonly settings: RunSettings;
  /** How the run stands, and what is known of its end. */
  readonly standing: Omit<Run, 'settings'>;
  readonly cells: readonly CellRecord[];
  readonly nodes: readonly NodeRecord[];
  readonly supernodes: readonly SupernodeRecord[];
  /** The read units that this took, if the engine reports them. */
  readonly readUnits: number;
}

/**
 * Read units a second: a tenth of what one partition serves (facts 5.19). So an observer does not
 * cause throttling in a run that goes on.
 */
const readUnitsPerSecond = 300;

/** Items of one page. They cost some 25 read units, so the pauses stay short. */
const pageItems = 500;

/**
 * Reads a run's network, cell by cell and with consistent reads. It is no snapshot: the run goes on
 * meanwhile.
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
  // The run's row is read last. If it says that the run is over, that holds for all that was read
  // before.
  const [run] = await getItems(table, [runKey(runId)]);
  if (run === undefined) throw new UnknownRunError(runId, table.name);
  const { settings: _served, ...standing } = toRun(run);
  const ofKind = (prefix: string) => items.filter(({ sk }) => sk?.S?.startsWith(prefix));
  return {
    settings,
    standing,
    cells: items.filter(({ sk }) => sk?.S === 'CELL').map(toCell),
    nodes: ofKind('NODE#').map(toNode),
    supernodes: ofKind('SUPERNODE#').map(toSupernode),
    readUnits,
  };
}

/** Lists the runs in the table. It scans the table, so DynamoDB bills the reading of every item. */
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
