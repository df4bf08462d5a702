// What was used: quantities by name, e.g. `sqs.requests`.

import type { Meters } from './service.ts';

/** Adds up quantities by name. */
export class MeterBook implements Meters {
  readonly #totals = new Map<string, number>();

  add(name: string, quantity: number): void {
    this.#totals.set(name, (this.#totals.get(name) ?? 0) + quantity);
  }

  /** The totals so far, sorted by name so that equal runs print equal text. */
  snapshot(): Record<string, number> {
    const entries = [...this.#totals].sort(([left], [right]) => (left < right ? -1 : 1));
    return Object.fromEntries(entries);
  }
}
