// One sequence of calls to both databases: the first answer that differs ends it.
import type { JsonObject } from '#local-cloud/service.ts';
import type { Call } from './call.ts';
import { comparableAnswer, sorted, textOf } from './comparable-answer.ts';
import { type Answer, type Database, openLocalDatabase } from './databases.ts';
import { KNOWN_DEVIATIONS } from './known-deviations.ts';
import type { Action, Observation } from './observation.ts';
import { DIFFERENTIAL_TABLES } from './tables.ts';

/** How often what was done, over many sequences. */
export interface Tally {
  /** Calls, pages after the first included. */
  calls: number;
  readonly byOperation: Map<string, number>;
  /** How many calls were refused, by the error's name. */
  readonly byError: Map<string, number>;
  /** How often each known deviation explained a difference. */
  readonly byDeviation: Map<string, number>;
}

/** The first call to which the databases answered differently. */
export interface Difference {
  readonly call: Call;
  /** The call's place in its sequence. */
  readonly index: number;
  readonly ours: string;
  readonly theirs: string;
}

/** Opens the other database, with empty tables. */
export type OpenDatabase = () => Promise<Database>;

/** A tally of nothing yet. */
export function emptyTally(): Tally {
  return { calls: 0, byOperation: new Map(), byError: new Map(), byDeviation: new Map() };
}

/**
 * Carries out calls in the local cloud and in another database, each starting with empty tables.
 * Reads of pages go on to the last one.
 * @param sequenceName keeps the tokens of this sequence apart from those of all others
 * @returns the first difference that no known deviation explains
 */
export async function firstDifference(
  openTheirs: OpenDatabase,
  calls: readonly Call[],
  sequenceName: string,
  tally: Tally,
): Promise<Difference | undefined> {
  const ours = openLocalDatabase();
  const theirs = await openTheirs();
  for (const [index, call] of calls.entries()) {
    const own = withOwnToken(call, sequenceName);
    const tableName = tableOf(own);
    const before = ours.items(tableName);
    const observation: Observation = {
      call: own,
      tableName,
      ours: await answerTo(ours, own, tally),
      theirs: await answerTo(theirs, own),
      before,
      costAlone: (action) => costOf(alone(tableName, before, action)),
      faultAlone: (action) => faultOf(alone(tableName, before, action)),
    };
    const left = explain(observation, tally);
    if (left !== undefined) {
      return { call: own, index, ours: textOf(left.ours), theirs: textOf(left.theirs) };
    }
  }
  return undefined;
}

/** Carries out one action of a transaction by itself, on a copy of the items that were there. */
function alone(
  tableName: string,
  before: readonly JsonObject[],
  { kind, request }: Action,
): Answer {
  const copy = openLocalDatabase();
  for (const Item of before) {
    copy.callNow({ operation: 'PutItem', input: { TableName: tableName, Item } });
  }
  const operation = kind === 'Get' ? 'TransactGetItems' : 'TransactWriteItems';
  const TransactItems = [{ [kind]: request }];
  return copy.callNow({ operation, input: { TransactItems, ReturnConsumedCapacity: 'INDEXES' } });
}

function costOf(answer: Answer): JsonObject {
  if (answer.kind === 'refusal') return {};
  return (answer.output.ConsumedCapacity as readonly JsonObject[])[0] ?? {};
}

function faultOf(answer: Answer): string | undefined {
  return answer.kind === 'refusal' ? answer.error : undefined;
}

/** The table that a call is about. */
export function tableOf({ input }: Call): string {
  const items = input.TransactItems as readonly { readonly [kind: string]: JsonObject }[];
  const inTransaction = items?.flatMap((each) => Object.values(each))[0]?.TableName;
  const inBatch = Object.keys((input.RequestItems ?? {}) as JsonObject)[0];
  return String(input.TableName ?? inTransaction ?? inBatch);
}

// DynamoDB Local remembers tokens longer than a table lives.
function withOwnToken({ operation, input }: Call, sequenceName: string): Call {
  const token = input.ClientRequestToken;
  if (token === undefined) return { operation, input };
  return { operation, input: { ...input, ClientRequestToken: `${sequenceName}-${token}` } };
}

async function answerTo(database: Database, call: Call, tally?: Tally): Promise<JsonObject> {
  const isPaged = call.operation === 'Query' || call.operation === 'Scan';
  if (!isPaged) return comparableAnswer(call.operation, await counted(database, call, tally));
  const pages: JsonObject[] = [];
  let start: unknown;
  do {
    const input = start === undefined ? call.input : { ...call.input, ExclusiveStartKey: start };
    const page = { operation: call.operation, input };
    const answer = comparableAnswer(call.operation, await counted(database, page, tally));
    pages.push(answer);
    start = answer.LastEvaluatedKey;
  } while (start !== undefined && pages.length < PAGES_MAX);
  if (call.operation === 'Scan') return asOnePage(pages, sorted);
  // Entries of an index with equal keys come in an order that nobody promises.
  const range = sortKeyOf(call);
  if (call.input.IndexName === undefined) return { pages };
  return asOnePage(pages, (items) => runsSorted(items, range));
}

/** More than any read needs here, so that one which never ends shows up as a difference. */
const PAGES_MAX = 40;

async function counted(database: Database, call: Call, tally?: Tally): Promise<Answer> {
  const answer = await database.call(call);
  if (tally !== undefined) {
    tally.calls += 1;
    count(tally.byOperation, call.operation);
    if (answer.kind === 'refusal') count(tally.byError, answer.error);
  }
  return answer;
}

/** Pages as one, where neither their borders nor the order of all items is anybody's promise. */
function asOnePage(
  pages: readonly JsonObject[],
  ordered: (items: readonly JsonObject[]) => readonly unknown[],
): JsonObject {
  if (pages.some(({ error }) => error !== undefined)) return { pages };
  const sum = (name: string) => pages.reduce((total, page) => total + Number(page[name]), 0);
  const items = pages.flatMap(({ Items }) => (Items ?? []) as JsonObject[]);
  return {
    Items: ordered(items),
    Count: sum('Count'),
    ScannedCount: sum('ScannedCount'),
    pageCount: pages.length,
    ...(pages.length === 1 && { ConsumedCapacity: pages[0]?.ConsumedCapacity }),
  };
}

/** Items in their order, but those that follow each other with one sort key in the texts' order. */
function runsSorted(items: readonly JsonObject[], range: string): readonly unknown[] {
  const runs: JsonObject[][] = [];
  for (const item of items) {
    const run = runs.at(-1);
    if (run !== undefined && textOf(run[0]?.[range]) === textOf(item[range])) run.push(item);
    else runs.push([item]);
  }
  return runs.flatMap((run) => sorted(run));
}

function sortKeyOf({ input }: Call): string {
  const table = DIFFERENTIAL_TABLES.find(({ name }) => name === input.TableName);
  const index = table?.indexes.find(({ indexName }) => indexName === input.IndexName);
  return index?.range?.name ?? '';
}

/** What is left of an observation once every known deviation had its say; undefined if nothing. */
function explain(observation: Observation, tally: Tally): Observation | undefined {
  let left = observation;
  for (const deviation of KNOWN_DEVIATIONS) {
    if (textOf(left.ours) === textOf(left.theirs)) return undefined;
    const theirs = deviation.corrected(left);
    if (theirs === undefined) continue;
    count(tally.byDeviation, deviation.name);
    left = { ...left, theirs };
  }
  return textOf(left.ours) === textOf(left.theirs) ? undefined : left;
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
