import type { Random } from '#domain/chance.ts';
import type { LogLevel } from '#domain/stack/log-level.ts';
import type { ItemBytes } from './item-bytes.ts';
import type { MeterTotals } from './meter-totals.ts';
import type { UnitRates } from './unit-rates.ts';

/** What all invocations of a run share. */
export interface Meterage {
  readonly totals: MeterTotals;
  readonly bytes: ItemBytes;
  readonly random: Random;
  /** Lines below it are not logged. */
  readonly logLevel: LogLevel;
  /** By the second; an invocation that stands for many stands for many moments, and has none. */
  readonly reads: UnitRates;
  readonly writes: UnitRates;
}
