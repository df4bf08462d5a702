import type { FaultInjector } from '#local-cloud/faults.ts';
import type { CommitListener } from '#local-cloud/history-facts.ts';
import type { Peaks } from '#local-cloud/peaks.ts';
import type { CallContext, Clock, JsonObject, Meters } from '#local-cloud/service.ts';
import { ServiceError } from '#local-cloud/service.ts';
import type { Table } from './table.ts';

/** What the operations work on. */
export type Database = {
  readonly tables: ReadonlyMap<string, Table>;
  /** What the ARN of a table begins with, up to its name. */
  readonly arnPrefix: string;
  readonly clock: Clock;
  readonly meters: Meters;
  readonly peaks: Peaks | undefined;
  /** Transactions that went through, by their client's token; see transact-write.ts. */
  readonly finishedTransactions: Map<string, FinishedTransaction>;
  readonly onCommit: CommitListener | undefined;
  readonly faults: FaultInjector | undefined;
  /**
   * The items that transactions are at work on, each until a moment in ms; undefined where
   * transactions never meet.
   */
  readonly heldItems: Map<string, number> | undefined;
  /** Of the call that is carried out just now; calls never overlap. */
  caller: CallContext;
};

/** What must be known to recognise a transaction that is sent again, and to bill it. */
export type FinishedTransaction = {
  readonly requests: readonly JsonObject[];
  /** Of each of its items the larger of before and after. */
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

/** As `tableNamed`, in the words of DescribeTable. @throws {ServiceError} */
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
