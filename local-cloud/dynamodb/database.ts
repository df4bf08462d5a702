import type { Clock, Meters } from '#local-cloud/service.ts';
import { ServiceError } from '#local-cloud/service.ts';
import type { Table } from './table.ts';

/** What the operations work on. */
export type Database = {
  readonly tables: ReadonlyMap<string, Table>;
  readonly clock: Clock;
  readonly meters: Meters;
  /** Transactions that went through, by their client's token; see transact-write.ts. */
  readonly finishedTransactions: Map<string, FinishedTransaction>;
};

/** What must be known to recognise a transaction that is sent again. */
export type FinishedTransaction = { readonly fingerprint: string; readonly finishedAtMs: number };

/** The table of that name. @throws {ServiceError} ResourceNotFoundException when there is none */
export function tableNamed(database: Database, name: unknown): Table {
  const table = database.tables.get(String(name));
  if (table !== undefined) return table;
  throw new ServiceError(
    'ResourceNotFoundException',
    `Requested resource not found: Table: ${String(name)} not found`,
  );
}
