import type { FaultInjector } from '#local-cloud/faults.ts';
import type { CommitListener } from '#local-cloud/history-facts.ts';
import type { Peaks } from '#local-cloud/peaks.ts';
import type { CallContext, Clock, JsonObject, Meters } from '#local-cloud/service.ts';
import { ServiceError } from '#local-cloud/service.ts';
import type { StorageMeter } from '../storage-meter.ts';
import type { Table } from './table.ts';

/** The state that all operations use. */
export type Database = {
  readonly tables: ReadonlyMap<string, Table>;
  /** The ARN of each table begins with this. Its name follows. */
  readonly arnPrefix: string;
  readonly clock: Clock;
  readonly meters: Meters;
  readonly storage: StorageMeter;
  readonly peaks: Peaks | undefined;
  /** Finished transactions, by their client's token; see transact-write.ts. */
  readonly finishedTransactions: Map<string, FinishedTransaction>;
  readonly onCommit: CommitListener | undefined;
  readonly faults: FaultInjector | undefined;
  /**
   * The items that transactions hold, each with the moment in ms until which it is held. Undefined
   * where transactions never conflict.
   */
  readonly heldItems: Map<string, number> | undefined;
  /** The context of the current call. Calls never overlap. */
  caller: CallContext;
};

/** What is needed to recognise a transaction that is sent again, and to bill it. */
export type FinishedTransaction = {
  readonly requests: readonly JsonObject[];
  /** For each of its items, the larger size of before and after. */
  readonly sizesBytes: readonly number[];
  readonly finishedAtMs: number;
};

/** Whether there is a table of that name or ARN. */
export function isTableKnown(database: Database, name: unknown): boolean {
  return tableFor(database, name) !== undefined;
}

/**
 * The table of that name or ARN.
 * @throws {ServiceError} ResourceNotFoundException when there is none
 */
export function tableNamed(database: Database, name: unknown): Table {
  const table = tableFor(database, name);
  if (table !== undefined) return table;
  throw new ServiceError('ResourceNotFoundException', 'Requested resource not found');
}

/**
 * Does the same as `tableNamed`, with the error message of DescribeTable. @throws {ServiceError}
 */
export function describedTable(database: Database, name: unknown): Table {
  const table = tableFor(database, name);
  if (table !== undefined) return table;
  throw new ServiceError(
    'ResourceNotFoundException',
    `Requested resource not found: Table: ${String(name)} not found`,
  );
}

function tableFor({ tables, arnPrefix }: Database, name: unknown): Table | undefined {
  if (typeof name !== 'string') return undefined;
  const table = tables.get(name);
  if (table !== undefined || !name.startsWith(arnPrefix)) return table;
  return tables.get(name.slice(arnPrefix.length));
}
