// A call with both answers, and how a rule changes the answer of DynamoDB Local.
import type { JsonObject } from '#local-cloud/service.ts';
import type { Call } from './call.ts';
import type { Comparable } from './comparable-answer.ts';
import { DIFFERENTIAL_TABLES } from './tables.ts';

/** A call with what both databases answered, and the items that were there before it. */
export interface Observation {
  readonly call: Call;
  readonly ours: Comparable;
  readonly theirs: Comparable;
  readonly tableName: string;
  readonly before: readonly JsonObject[];
  /** What an action of a transaction costs when it is the only one, by our reckoning. */
  costAlone(action: Action): JsonObject;
  /** The error that an action of a transaction would meet if it were the only one. */
  faultAlone(action: Action): string | undefined;
}

/** One action of a transaction or of a batch. */
export interface Action {
  readonly kind: string;
  readonly request: JsonObject;
  /** The text of its key, or of whatever stands for it. */
  readonly key: string;
  readonly keyAttributes: JsonObject;
  readonly existing: JsonObject | undefined;
}

/** The actions of a TransactWriteItems or TransactGetItems, or the requests of a BatchWriteItem. */
export function actionsOf(observation: Observation): readonly Action[] {
  const { call, tableName } = observation;
  const { TransactItems, RequestItems } = call.input;
  const listed = TransactItems ?? (RequestItems as JsonObject | undefined)?.[tableName];
  if (!Array.isArray(listed)) return [];
  return listed.flatMap((each: { readonly [kind: string]: JsonObject }) =>
    Object.entries(each).map(([kind, request]) => {
      const keyAttributes = keyOf((request.Key ?? request.Item) as JsonObject, tableName);
      const key = JSON.stringify(Object.values(keyAttributes));
      return { kind, request, key, keyAttributes, existing: itemAt(observation, key) };
    }),
  );
}

/** The keys of a BatchGetItem for which there is no item. */
export function missingKeyCount(observation: Observation): number {
  const { call, tableName } = observation;
  const request = (call.input.RequestItems as JsonObject | undefined)?.[tableName];
  const keys = ((request as JsonObject | undefined)?.Keys ?? []) as readonly JsonObject[];
  return keys.filter((key) => itemAt(observation, keyText(key, tableName)) === undefined).length;
}

/** A refusal by that name. */
export function isError(answer: Comparable, name: string): boolean {
  return answer.error === name;
}

/** The codes of a cancelled transaction's reasons. */
export function reasonCodes({ reasons }: Comparable): readonly unknown[] {
  return Array.isArray(reasons) ? reasons.map(({ Code }: JsonObject) => Code) : [];
}

/** An answer whose `ConsumedCapacity` (or the first of several) has more units, or fewer. */
export function withMoreUnits(
  answer: Comparable,
  units: number,
  indexName?: string,
): Comparable | undefined {
  const { ConsumedCapacity: capacity } = answer;
  if (units === 0 || capacity === undefined) return undefined;
  const more = (one: JsonObject) => capacityWithMore(one, units, indexName);
  if (Array.isArray(capacity)) return { ...answer, ConsumedCapacity: capacity.map(more) };
  return { ...answer, ConsumedCapacity: more(capacity as JsonObject) };
}

function capacityWithMore(
  capacity: JsonObject,
  units: number,
  indexName: string | undefined,
): JsonObject {
  const more = (part: unknown) => ({
    CapacityUnits: Number((part as JsonObject | undefined)?.CapacityUnits ?? 0) + units,
  });
  const { Table, GlobalSecondaryIndexes } = capacity;
  const total = { ...capacity, ...more(capacity) };
  if (Table === undefined) return total;
  if (indexName === undefined) return { ...total, Table: more(Table) };
  const { [indexName]: former, ...others } = (GlobalSecondaryIndexes ?? {}) as JsonObject;
  const changed = more(former);
  const indexes = changed.CapacityUnits === 0 ? others : { ...others, [indexName]: changed };
  if (Object.keys(indexes).length > 0) return { ...total, GlobalSecondaryIndexes: indexes };
  const { GlobalSecondaryIndexes: _none, ...rest } = total as JsonObject;
  return rest;
}

function itemAt({ before, tableName }: Observation, key: string): JsonObject | undefined {
  return before.find((item) => keyText(item, tableName) === key);
}

function keyText(item: JsonObject, tableName: string): string {
  return JSON.stringify(Object.values(keyOf(item, tableName)));
}

function keyOf(item: JsonObject, tableName: string): JsonObject {
  const table = DIFFERENTIAL_TABLES.find(({ name }) => name === tableName);
  const names = [table?.key.hash.name ?? '', table?.key.range.name ?? ''];
  return Object.fromEntries(names.map((name) => [name, item[name]]));
}
