// What was used: quantities by name, e.g. `sqs.requests`.

import type { Meters } from './service.ts';

/** Adds up quantities by name. */
export class MeterBook implements Meters {
  /** In objects, so that one look-up does where something is added: that is several a call. */
  readonly #totals = new Map<string, { total: number }>();
  #sortedNames: readonly string[] = [];

  add(name: string, quantity: number): void {
    const meter = this.#totals.get(name);
    if (meter === undefined) this.#totals.set(name, { total: quantity });
    else meter.total += quantity;
  }

  /** Sets meters that are worked out when they are asked for. */
  set(totals: Readonly<Record<string, number>>): void {
    for (const [name, total] of Object.entries(totals)) this.#totals.set(name, { total });
  }

  /** The totals so far, sorted by name so that equal runs print equal text. */
  snapshot(): Record<string, number> {
    if (this.#sortedNames.length < this.#totals.size)
      this.#sortedNames = [...this.#totals.keys()].sort();
    const totals: Record<string, number> = {};
    for (const name of this.#sortedNames) totals[name] = this.#totals.get(name)?.total ?? 0;
    return totals;
  }
}
