import type { Meters } from '../service.ts';

const HOUR_MS = 3_600_000;

/**
 * Counts the hours for which custom metrics are billed: CloudWatch prorates a metric by the hour,
 * and bills those in which data arrives ("Amazon CloudWatch pricing", custom metrics). A series
 * that is fed at 10:59 and at 11:01 is billed for two.
 */
export class MetricHours {
  readonly #meters: Meters;
  /** The last hour in which each series was fed. */
  readonly #hours = new Map<string, number>();

  constructor(meters: Meters) {
    this.#meters = meters;
  }

  /** Data of one series arrived. */
  note(series: string, nowMs: number): void {
    const hour = Math.floor(nowMs / HOUR_MS);
    if (this.#hours.get(series) === hour) return;
    this.#hours.set(series, hour);
    this.#meters.add('cloudwatch.metricHours', 1);
  }
}
