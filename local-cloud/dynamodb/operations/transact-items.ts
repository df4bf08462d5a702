// The common part of both transactions: a list of actions, and a table for each.
import type { JsonObject } from '#local-cloud/service.ts';
import { listParameter } from '../parameters.ts';
import { lengthProblem, refuseTableName } from '../request-constraints.ts';
import type { Database } from '../tables/database.ts';
import { tableNamed } from '../tables/database.ts';
import type { Table } from '../tables/table.ts';
import { constraintErrors } from '../validation-error.ts';

// AWS "Service quotas": up to 100 items in a transaction.
const ITEMS_MAX = 100;

/** The actions of a transaction. @throws {ServiceError} ValidationException for too few or many */
export function transactItems(input: JsonObject): readonly JsonObject[] {
  const requests = listParameter(input, 'TransactItems');
  const problem = lengthProblem('TransactItems', requests.length, 1, ITEMS_MAX);
  if (problem !== undefined) throw constraintErrors([problem]);
  return requests;
}

/** An action with the table that it is for. */
export type WithTable<Wish> = { readonly table: Table; readonly wish: Wish };

/**
 * The table of each action. All tables are looked up before any action is checked against its
 * table.
 * @throws {ServiceError} ValidationException, ResourceNotFoundException
 */
export function withTables<Wish extends { readonly tableName: unknown }>(
  database: Database,
  wishes: readonly Wish[],
): readonly WithTable<Wish>[] {
  for (const { tableName } of wishes) refuseTableName(database, tableName);
  return wishes.map((wish) => ({ table: tableNamed(database, wish.tableName), wish }));
}
