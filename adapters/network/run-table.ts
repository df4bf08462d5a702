import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import type { Place } from '#domain/events.ts';
import { batchWriteMax } from '#domain/limits.ts';
import type { CellId, CellRecord } from '#domain/network.ts';
import { isRunOver } from '#domain/run-over.ts';
import type { Run, RunSettings, Storm } from '#domain/run-settings.ts';
import type { CellPopulation } from '#domain/storm/population.ts';
import type { RunVerdict } from '#domain/storm/run-verdict.ts';
import type { StopReason } from '#domain/storm/storm-end.ts';
import {
  cellItem,
  cellKey,
  type Item,
  nodeItem,
  runKey,
  stormKey,
  supernodeItem,
  toCell,
  toItem,
} from './items.ts';
import { getItems, type Table } from './table.ts';
import { transact, update } from './transaction.ts';

/** The table has no such run: nobody has stored it, or it was removed. */
export class UnknownRunError extends Error {
  override readonly name = 'UnknownRunError';

  constructor(runId: string, tableName: string) {
    super(
      `run ${runId}: expected its settings in table ${tableName}; seed the run before starting it`,
    );
  }
}

/** The table has a run of this name already. The nodes of both runs would mix. */
export class RunExistsError extends Error {
  override readonly name = 'RunExistsError';

  constructor(runId: string, tableName: string) {
    super(`run ${runId}: table ${tableName} has one of this name; choose another`);
  }
}

/**
 * Stores a run's settings and its storm. From now on the run's messages are served.
 * @throws {RunExistsError}
 */
export async function saveRun(table: Table, settings: RunSettings): Promise<void> {
  const { storm, cells, ...served } = settings;
  // The settings are one text, since every batch reads them. As typed values they would take longer
  // to read than all the rest.
  const run = { settings: JSON.stringify(served), status: 'running' };
  const stormItem = { storm: JSON.stringify(storm), cells: JSON.stringify(cells) };
  const outcome = await transact(table, [
    putNew(table, { ...runKey(settings.runId), ...toItem(run) }),
    putNew(table, { ...stormKey(settings.runId), ...toItem(stormItem) }),
  ]);
  if (outcome.kind === 'condition-failed') throw new RunExistsError(settings.runId, table.name);
  if (outcome.kind !== 'written')
    throw new Error(`run ${settings.runId}: another process is storing it`);
}

/**
 * Reads a run with its storm.
 * @throws {UnknownRunError}
 */
export async function loadStorm(table: Table, runId: string): Promise<RunSettings> {
  return (await loadWholeRun(table, runId)).settings;
}

/**
 * Reads a run with its storm, for functions that send messages for the run.
 * @returns undefined when the run is over, and nothing is sent any more
 * @throws {UnknownRunError}
 */
export async function loadServedStorm(
  table: Table,
  runId: string,
): Promise<RunSettings | undefined> {
  const { settings, status } = await loadWholeRun(table, runId);
  return isRunOver({ settings, status }, table.runtime.nowMs()) ? undefined : settings;
}

/**
 * Reads a run with its storm, and how it stands.
 * @throws {UnknownRunError}
 */
export async function loadWholeRun(
  table: Table,
  runId: string,
): Promise<Omit<Run, 'settings'> & { readonly settings: RunSettings }> {
  const items = await getItems(table, [runKey(runId), stormKey(runId)]);
  const run = items.find((item) => item.sk?.S === 'RUN');
  const storm = items.find((item) => item.sk?.S === 'STORM');
  if (run === undefined || storm === undefined) throw new UnknownRunError(runId, table.name);
  const { settings, ...standing } = toRun(run);
  const planned = {
    storm: JSON.parse(storm.storm?.S ?? 'null') as Storm,
    cells: JSON.parse(storm.cells?.S ?? '[]') as CellId[],
  };
  return { settings: { ...settings, ...planned }, ...standing };
}

/** Reads the rows of a run's cells. */
export async function loadCellRows(
  table: Table,
  runId: string,
  cells: readonly CellId[],
): Promise<CellRecord[]> {
  const items = await getItems(
    table,
    cells.map((cell) => cellKey({ runId, cell })),
  );
  return items.map(toCell);
}

/**
 * Ends a run. From now on its retries, renewals and heal steps that are still under way are
 * dropped. A run that has ended keeps the time of its end, and its first verdict.
 * @param verdict absent: nobody observed its storm to the end
 * @returns the run as it is kept
 * @throws {UnknownRunError}
 */
export async function finishRun(table: Table, runId: string, verdict?: RunVerdict): Promise<Run> {
  const judged = verdict === undefined ? '' : ', verdict = if_not_exists(verdict, :verdict)';
  const outcome = await update(table, {
    Key: runKey(runId),
    UpdateExpression: `SET #status = :finished, ${endedNow}${judged}`,
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: toItem({
      ':finished': 'finished',
      ':now': table.runtime.nowMs(),
      ...(verdict && { ':verdict': JSON.stringify(verdict) }),
    }),
    ReturnValues: 'ALL_NEW',
  });
  if (outcome.kind === 'condition-failed') throw new UnknownRunError(runId, table.name);
  if (outcome.kind !== 'written' || outcome.attributes === undefined)
    throw new Error(`run ${runId}: expected its end to be written down`);
  return toRun(outcome.attributes);
}

const endedNow = 'endedAtMs = if_not_exists(endedAtMs, :now)';

/**
 * Ends a run before its time. Consumers know it within a minute, and drop its messages. A run that
 * is finished keeps its end, and one that was stopped its first reason.
 * @returns whether this call stopped it
 * @throws {UnknownRunError}
 */
export async function stopRun(table: Table, runId: string, reason: StopReason): Promise<boolean> {
  const outcome = await update(table, {
    Key: runKey(runId),
    UpdateExpression: `SET #status = :finished, stopped = :reason, ${endedNow}`,
    ConditionExpression: '#status = :running',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: toItem({
      ':finished': 'finished',
      ':running': 'running',
      ':reason': reason,
      ':now': table.runtime.nowMs(),
    }),
  });
  if (outcome.kind === 'conflicted') throw new Error(`run ${runId}: its row is being written`);
  if (outcome.kind === 'written') return true;
  const [run] = await getItems(table, [runKey(runId)]);
  if (run === undefined) throw new UnknownRunError(runId, table.name);
  return false;
}

/** Stores a cell with all its nodes and registrations. */
export async function saveCell(
  table: Table,
  runId: string,
  population: CellPopulation,
): Promise<void> {
  const place: Place = { runId, cell: population.cell.cell };
  await putItems(table, [
    cellItem(place, population.cell),
    ...population.supernodes.map((one) => supernodeItem(place, one)),
    ...population.nodes.map((node) => nodeItem(place, node)),
  ]);
}

export function toRun(item: Item): Run {
  return {
    settings: JSON.parse(item.settings?.S ?? 'null') as Run['settings'],
    status: item.status?.S as Run['status'],
    ...(item.stopped?.S !== undefined && { stopped: item.stopped.S as StopReason }),
    ...(item.endedAtMs?.N !== undefined && { endedAtMs: Number(item.endedAtMs.N) }),
    ...(item.isBeingForgotten?.BOOL === true && { isBeingForgotten: true as const }),
    ...(item.verdict?.S !== undefined && { verdict: JSON.parse(item.verdict.S) as RunVerdict }),
  };
}

function putNew(table: Table, Item: Item) {
  const ConditionExpression = 'attribute_not_exists(pk)';
  return { Put: { TableName: table.name, Item, ConditionExpression } };
}

async function putItems(table: Table, items: readonly Item[]): Promise<void> {
  let left = items.map((Item) => ({ PutRequest: { Item } }));
  for (let round = 0; left.length > 0; ) {
    const { UnprocessedItems } = await table.client.send(
      new BatchWriteItemCommand({ RequestItems: { [table.name]: left.slice(0, batchWriteMax) } }),
    );
    const unprocessed = (UnprocessedItems?.[table.name] ?? []) as typeof left;
    round = unprocessed.length > 0 ? round + 1 : 0;
    if (round > 0) await table.runtime.sleep(50 * 2 ** Math.min(round, 6));
    left = [...unprocessed, ...left.slice(batchWriteMax)];
  }
}
