import type { Random } from '#domain/chance.ts';
import type { LogLevel } from '#domain/stack/log-level.ts';
import type { ItemBytes } from './item-bytes.ts';
import type { LineBytes } from './log-lines.ts';
import type { MeterTotals } from './meter-totals.ts';
import type { UnitRates } from './unit-rates.ts';

/** What all invocations of a run share. */
export interface Meterage {
  readonly totals: MeterTotals;
  readonly bytes: ItemBytes;
  readonly random: Random;
  /** Lines below it are not logged. */
  readonly logLevel: LogLevel;
  /** Whether lines about a message name its trace. */
  readonly namesTraces: boolean;
  readonly lineBytes: LineBytes;
  /**
   * Units by the second. An invocation that stands for many covers many moments, so it has none.
   */
  readonly reads: UnitRates;
  readonly writes: UnitRates;
}
