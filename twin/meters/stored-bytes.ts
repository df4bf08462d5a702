import type { MeterTotals } from './meter-totals.ts';

const hourMs = 3_600_000;

/** Adds up how much is stored for how long, taken as straight between two looks. */
export class StoredBytes {
  readonly #totals: MeterTotals;
  #notedAtMs: number;
  #before: number | null = null;

  constructor(totals: MeterTotals, startMs: number) {
    this.#totals = totals;
    this.#notedAtMs = startMs;
  }

  /** Byte-hours since the last look, if as much is stored as then. */
  unbookedByteHours(nowMs: number): number {
    return ((this.#before ?? 0) * (nowMs - this.#notedAtMs)) / hourMs;
  }

  /** So many bytes are stored now, of those that are billed. */
  note(nowMs: number, bytes: number): void {
    const meanBytes = ((this.#before ?? bytes) + bytes) / 2;
    this.#totals.storedByteHours += (meanBytes * (nowMs - this.#notedAtMs)) / hourMs;
    this.#notedAtMs = nowMs;
    this.#before = bytes;
  }
}
