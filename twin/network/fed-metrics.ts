// In which hours functions feed their metrics: CloudWatch bills a custom metric by the hours in
// which data arrives.
import type { Metric } from '#domain/stack-names.ts';
import { type CountName, type Counts, countNames } from './network-state.ts';

const hourMs = 3_600_000;

/** The metric that a heal step counts even where there was nothing to count. */
const countedWith: Partial<Record<CountName, CountName>> = { Retirements: 'HealSteps' };

/** Follows which metrics were counted, hour by hour. */
export class FedMetrics {
  readonly #counts: Readonly<Counts>;
  readonly #names: readonly CountName[];
  readonly #before: number[];
  readonly #fedInHour: number[];

  /** @param published the metrics that reach CloudWatch */
  constructor(counts: Readonly<Counts>, published: ReadonlySet<Metric>) {
    this.#counts = counts;
    this.#names = countNames.filter((name) => published.has(name));
    this.#before = this.#names.map((name) => counts[name]);
    this.#fedInHour = this.#names.map(() => Number.NEGATIVE_INFINITY);
  }

  /**
   * Looks at what was counted since the last look. Between two looks no more than an hour begins,
   * so that it is of the hour that ends now or goes on.
   * @returns how many metrics were fed in an hour in which they had not been before
   */
  upTo(nowMs: number): number {
    const hour = Math.ceil(nowMs / hourMs) - 1;
    let fedCount = 0;
    for (const [at, name] of this.#names.entries()) {
      const count = this.#counts[countedWith[name] ?? name];
      if (count === this.#before[at]) continue;
      this.#before[at] = count;
      if (this.#fedInHour[at] === hour) continue;
      this.#fedInHour[at] = hour;
      fedCount += 1;
    }
    return fedCount;
  }
}
