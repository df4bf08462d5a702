import type { Place } from '#domain/events.ts';
import type { Candidate } from '#domain/heal/heal-step.ts';
import { runKnownForMs } from '#domain/limits.ts';
import { windowIndexAt } from '#domain/login/serve-in-line.ts';
import type { CellRecord, NodeId, NodeRecord, SupernodeRecord } from '#domain/network.ts';
import { isRunOver } from '#domain/run-over.ts';
import type { Run, Timings } from '#domain/run-settings.ts';
import {
  candidateIndex,
  cellKey,
  type Item,
  nodeKey,
  partition,
  runKey,
  toCandidate,
  toCell,
  toItem,
  toNode,
  toSupernode,
} from './items.ts';
import { toRun } from './run-table.ts';
import { getItems, projection, queryAll, type Table } from './table.ts';

/**
 * A cell as one batch of messages needs it: its run, its row, and the nodes that the messages name.
 */
export interface CellView {
  readonly run: Run;
  readonly cell: CellRecord;
  readonly nodes: ReadonlyMap<NodeId, NodeRecord>;
}

/** The attributes of runs, cells and nodes that decisions about a batch of messages need. */
const viewAttributes = projection(
  'sk',
  'settings',
  'status',
  'stopped',
  'population',
  'gate',
  'healStep',
  'healDueAtMs',
  'cell',
  'newsCount',
  'nodeId',
  'epoch',
  'state',
  'role',
  'home',
  'eligible',
  'waveIndex',
  'utcOffsetMinutes',
  'claimedSlots',
  'provenEpoch',
  'minNonce',
);

/** The attributes of a registration, without its keys. */
const registrationAttributes = projection(
  'nodeId',
  'cell',
  'epoch',
  'nodeEpoch',
  'slots',
  'used',
  'leaseUntilMs',
  'operatorRun',
);

/**
 * The attributes of a candidate in the index, without its keys: those are as long as all the rest.
 */
const candidateAttributes = projection('nodeId', 'epoch', 'home', 'claimedSlots');

/** A message names a run or a cell that the table does not have. */
export class UnknownCellError extends Error {
  override readonly name = 'UnknownCellError';

  constructor({ runId, cell }: Place) {
    super(`expected a run ${runId} with a cell ${cell} in the table`);
  }
}

/**
 * Reads a cell and some of its nodes in one call.
 * @returns undefined when the run is over, and nothing is served any more
 * @throws {UnknownCellError}
 */
export async function loadServedCell(
  table: Table,
  place: Place,
  nodeIds: Iterable<NodeId>,
): Promise<CellView | undefined> {
  const known = knownRun(table, place.runId);
  const keys = [...new Set(nodeIds)].map((nodeId) => nodeKey(place, nodeId));
  const runKeys = known === undefined ? [runKey(place.runId)] : [];
  const items = await getItems(table, [...runKeys, cellKey(place), ...keys], viewAttributes);
  const run = known ?? rememberedRun(table, place.runId, items);
  const cell = items.find((item) => item.sk?.S === 'CELL');
  if (run === undefined || cell === undefined) throw new UnknownCellError(place);
  if (isRunOver(run, table.runtime.nowMs())) return undefined;
  const nodes = items.filter((item) => item.sk?.S?.startsWith('NODE#')).map(toNode);
  return {
    run,
    cell: toCell(cell),
    nodes: new Map(nodes.map((node) => [node.nodeId, node])),
  };
}

/**
 * Whether a run is over, as far as this environment knows. It reads the run's row at most once a
 * minute. A run that the table does not have is not over.
 */
export async function isOver(table: Table, runId: string): Promise<boolean> {
  const known = knownRun(table, runId);
  const run =
    known ?? rememberedRun(table, runId, await getItems(table, [runKey(runId)], viewAttributes));
  return run !== undefined && isRunOver(run, table.runtime.nowMs());
}

/** A run that was read lately, unless it is over or that is not known. */
export function knownServedRun(table: Table, runId: string): Run | undefined {
  const run = knownRun(table, runId);
  return run === undefined || isRunOver(run, table.runtime.nowMs()) ? undefined : run;
}

function knownRun({ runs, runtime }: Table, runId: string): Run | undefined {
  const known = runs.get(runId);
  const isFresh = known !== undefined && runtime.nowMs() - known.readAtMs < runKnownForMs;
  return isFresh ? known.run : undefined;
}

function rememberedRun(
  { runs, runtime }: Table,
  runId: string,
  items: readonly Item[],
): Run | undefined {
  const item = items.find(({ sk }) => sk?.S === 'RUN');
  if (item === undefined) return undefined;
  const run = toRun(item);
  runs.set(runId, { run, readAtMs: runtime.nowMs() });
  return run;
}

/**
 * Reads a cell's registrations, dead ones included. Decisions need a consistent read. With a stale
 * read, a client at a new supernode would seem signed out and would be placed twice.
 */
export async function loadSupernodes(
  table: Table,
  place: Place,
  { consistent }: { consistent: boolean },
): Promise<SupernodeRecord[]> {
  const items = await queryAll(table, {
    ...inCell(place, 'SUPERNODE#'),
    ...registrationAttributes,
    ConsistentRead: consistent,
  });
  return items.map(toSupernode);
}

/** Reads every node of a cell. */
export async function loadNodes(table: Table, place: Place): Promise<NodeRecord[]> {
  const items = await queryAll(table, { ...inCell(place, 'NODE#'), ConsistentRead: true });
  return items.map(toNode);
}

/**
 * Reads the clients whose home is a supernode at an earlier boot than this one. It reads the whole
 * cell. Supernodes are lost so seldom that this is cheaper than an index, which every placement
 * would have to write.
 */
export async function loadHomedBefore(
  table: Table,
  place: Place,
  { nodeId, epoch }: Pick<NodeRecord, 'nodeId' | 'epoch'>,
): Promise<NodeRecord[]> {
  const { ExpressionAttributeValues, ...query } = inCell(place, 'NODE#');
  const before = toItem({ ':supernode': nodeId, ':epoch': epoch });
  const items = await queryAll(table, {
    ...query,
    FilterExpression: 'home.supernode = :supernode AND home.epoch < :epoch',
    ExpressionAttributeValues: { ...ExpressionAttributeValues, ...before },
    ConsistentRead: true,
  });
  return items.map(toNode);
}

/**
 * Counts the log-in attempts that a cell admitted in the rate-limit windows that began within the
 * last `spanMs`. A query costs half a read unit for every 4 KB, which is some fifty windows.
 */
export async function loadAttemptCount(
  table: Table,
  place: Place,
  timings: Pick<Timings, 'rateLimitWindowMs'>,
  spanMs: number,
): Promise<number> {
  const nowMs = table.runtime.nowMs();
  const last = windowIndexAt(timings, nowMs);
  // Decimal keys sort by number only if they have the same number of digits.
  const first = Math.max(
    windowIndexAt(timings, nowMs - spanMs) + 1,
    10 ** (String(last).length - 1),
  );
  const items = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
    ExpressionAttributeValues: toItem({
      ':pk': partition(place),
      ':first': `WINDOW#${first}`,
      ':last': `WINDOW#${last}`,
    }),
  });
  return items.reduce((sum, { askedCount }) => sum + Number(askedCount?.N ?? 0), 0);
}

/** Reads the eligible clients of a cell from the index. */
export async function loadCandidates(table: Table, place: Place): Promise<Candidate[]> {
  const items = await queryAll(table, {
    IndexName: candidateIndex,
    KeyConditionExpression: 'candidateCell = :cell',
    ...candidateAttributes,
    ExpressionAttributeValues: { ':cell': { S: partition(place) } },
  });
  return items.map(toCandidate);
}

function inCell(place: Place, prefix: string) {
  return {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': { S: partition(place) }, ':prefix': { S: prefix } },
  };
}
