// What DynamoDB Local makes of the units of a transaction: it keeps them in a set, so that of
// several actions which cost the same only one is counted; and it doubles what an index costs.
import type { JsonObject } from '#local-cloud/service.ts';
import { textOf } from './comparable-answer.ts';
import { type Action, actionsOf, type Observation } from './observation.ts';

/** Which of its ways are left in what DynamoDB Local would answer. */
export type TheirWays = {
  /** The transaction was carried out before, so its items are only read. */
  readonly isReplay: boolean;
  /** What an index costs is doubled. */
  readonly doublesIndexes: boolean;
};

/** The `ConsumedCapacity` that DynamoDB Local gives for what each action costs by itself. */
export function transactionCapacityOfTheirs(
  observation: Observation,
  { isReplay, doublesIndexes }: TheirWays,
): readonly JsonObject[] {
  const { call, tableName } = observation;
  const costs = actionsOf(observation)
    .map((action) =>
      isReplay ? costOfReading(observation, action) : costOfTheirs(observation, action),
    )
    .map((cost) => (doublesIndexes ? withDoubledIndexes(cost) : cost));
  const isTotal = call.input.ReturnConsumedCapacity === 'TOTAL';
  const asKept = (cost: JsonObject) => (isTotal ? cost.CapacityUnits : textOf(cost));
  const different = [...new Map(costs.map((cost) => [asKept(cost), cost])).values()];
  const sum = (units: readonly unknown[]) =>
    units.reduce<number>((total, each) => total + Number(each ?? 0), 0);
  const CapacityUnits = sum(different.map((cost) => cost.CapacityUnits));
  const total = { TableName: tableName, CapacityUnits };
  if (isTotal) return [total];
  const parts = different.map((cost) => (cost.GlobalSecondaryIndexes ?? {}) as JsonObject);
  const names = [...new Set(parts.flatMap((part) => Object.keys(part)))];
  const indexes = names.map((name) => [
    name,
    { CapacityUnits: sum(parts.map((part) => unitsOf(part[name]))) },
  ]);
  return [
    {
      ...total,
      Table: { CapacityUnits: sum(different.map((cost) => unitsOf(cost.Table))) },
      ...(names.length > 0 && { GlobalSecondaryIndexes: Object.fromEntries(indexes) }),
    },
  ];
}

/** Whether a key of some action is no text, number or binary, or longer than any sort key. */
export function hasUnfitKey(input: JsonObject): boolean {
  const actions = (input.TransactItems ?? []) as readonly { readonly [kind: string]: JsonObject }[];
  return actions
    .flatMap((action) => Object.values(action))
    .flatMap(({ Key, Item }) => Object.entries((Key ?? Item ?? {}) as JsonObject))
    .some(([name, value]) => KEY_NAMES.has(name) && !isFit(value as JsonObject));
}

const KEY_NAMES: ReadonlySet<string> = new Set(['pk', 'sk', 'candidateCell', 'team', 'score']);

function isFit({ S, N, B }: JsonObject): boolean {
  const text = S ?? N ?? B;
  return text !== undefined && String(text).length <= SORT_KEY_BYTES_MAX;
}

// Quotas in Amazon DynamoDB.
const SORT_KEY_BYTES_MAX = 1024;

function costOfTheirs(observation: Observation, action: Action): JsonObject {
  // It counts a check as a read, and the deletion of nothing at one unit.
  if (action.kind === 'ConditionCheck') return costOfReading(observation, action);
  const { tableName, costAlone } = observation;
  if (action.kind !== 'Delete' || action.existing !== undefined) return costAlone(action);
  return { TableName: tableName, CapacityUnits: 1, Table: { CapacityUnits: 1 } };
}

function withDoubledIndexes(cost: JsonObject): JsonObject {
  const indexes = Object.entries((cost.GlobalSecondaryIndexes ?? {}) as JsonObject);
  if (indexes.length === 0) return cost;
  const more = indexes.reduce((sum, [, part]) => sum + unitsOf(part), 0);
  return {
    ...cost,
    CapacityUnits: unitsOf(cost) + more,
    GlobalSecondaryIndexes: Object.fromEntries(
      indexes.map(([name, part]) => [name, { CapacityUnits: 2 * unitsOf(part) }]),
    ),
  };
}

function costOfReading({ tableName, costAlone }: Observation, action: Action): JsonObject {
  const request = { TableName: tableName, Key: action.keyAttributes };
  return costAlone({ ...action, kind: 'Get', request });
}

/** The units of a part of a `ConsumedCapacity`; none where it is absent. */
export function unitsOf(part: unknown): number {
  return Number((part as JsonObject | undefined)?.CapacityUnits ?? 0);
}
