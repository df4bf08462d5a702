import type { FaultInjector } from '#local-cloud/faults.ts';
import type { CommitListener } from '#local-cloud/history-facts.ts';
import type { CallContext, Clock, Meters } from '#local-cloud/service.ts';
import { ServiceError } from '#local-cloud/service.ts';
import type { Table } from './table.ts';

/** What the operations work on. */
export type Database = {
  readonly tables: ReadonlyMap<string, Table>;
  readonly clock: Clock;
  readonly meters: Meters;
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
