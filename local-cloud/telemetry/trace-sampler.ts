import type { Clock } from '../service.ts';

/**
 * Which share of the requests beyond the first of each second is recorded by X-Ray's default rule:
 * "the first request each second, and five percent of any additional requests across all services"
 * (X-Ray developer guide, "Sampling rules"). Lambda takes no other rule (Lambda developer guide,
 * "services-xray").
 */
const FURTHER_SHARE = 0.05;

/**
 * Counts the traces that X-Ray records. Of the further requests of a second each counts as 0.05 of
 * a trace: which ones are drawn is AWS's chance, and a bill shows their mean.
 */
export class TraceSampler {
  readonly #clock: Pick<Clock, 'nowMs'>;
  #lastSecond = Number.NEGATIVE_INFINITY;
  #firstCount = 0;
  #furtherCount = 0;

  constructor(clock: Pick<Clock, 'nowMs'>) {
    this.#clock = clock;
  }

  /** A traced service begins a request of its own. @returns whether it is sampled for sure */
  begin(): boolean {
    const second = Math.floor(this.#clock.nowMs() / 1000);
    const isFirst = second !== this.#lastSecond;
    this.#lastSecond = second;
    if (isFirst) this.#firstCount += 1;
    else this.#furtherCount += 1;
    return isFirst;
  }

  /** The traces so far, on their meter; without any there is none. */
  meters(): Record<string, number> {
    if (this.#firstCount === 0) return {};
    return { 'xray.traces': this.#firstCount + FURTHER_SHARE * this.#furtherCount };
  }
}
