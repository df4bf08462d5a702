import type { Clock, Meters } from '../service.ts';
import type { OrderedStore } from './tables/ordered-store.ts';
import type { Table } from './tables/table.ts';

/**
 * What an item takes beside its own bytes, and so does each entry of an index (developer guide,
 * "DynamoDB item sizes and formats").
 */
const OVERHEAD_BYTES = 100;

const HOUR_MS = 3_600_000;

/**
 * Counts how much is stored for how long, as `dynamodb.storageByteHours`: items and what indexes
 * hold of them. Of tables that can be recovered to a point in time it counts the items again, as
 * `dynamodb.recoveryByteHours`, since that is charged by the size of the table ("Amazon DynamoDB
 * pricing", continuous backups).
 */
export class StorageMeter {
  readonly #tables: ReadonlyMap<string, Table>;
  readonly #clock: Pick<Clock, 'nowMs'>;
  readonly #meters: Meters;
  #settledAtMs: number;
  /** Byte-milliseconds that are not on the meters yet. */
  #stored = 0;
  #recoverable = 0;

  constructor(tables: ReadonlyMap<string, Table>, clock: Pick<Clock, 'nowMs'>, meters: Meters) {
    this.#tables = tables;
    this.#clock = clock;
    this.#meters = meters;
    this.#settledAtMs = clock.nowMs();
  }

  /** Is to be called before what is stored changes. */
  note(): void {
    const nowMs = this.#clock.nowMs();
    const passedMs = nowMs - this.#settledAtMs;
    if (passedMs === 0) return;
    this.#settledAtMs = nowMs;
    for (const { store, indexes, definition } of this.#tables.values()) {
      const bytes = billedBytes(store);
      this.#stored += bytes * passedMs;
      for (const index of indexes) this.#stored += billedBytes(index.store) * passedMs;
      if (definition.isRecoverable) this.#recoverable += bytes * passedMs;
    }
  }

  /** Brings the meters up to date. */
  settle(): void {
    this.note();
    if (this.#stored > 0) this.#meters.add('dynamodb.storageByteHours', this.#stored / HOUR_MS);
    if (this.#recoverable > 0)
      this.#meters.add('dynamodb.recoveryByteHours', this.#recoverable / HOUR_MS);
    this.#stored = 0;
    this.#recoverable = 0;
  }
}

function billedBytes({ sizeBytes, entryCount }: OrderedStore): number {
  return sizeBytes + entryCount * OVERHEAD_BYTES;
}
