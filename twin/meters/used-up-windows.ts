// What an execution environment remembers of rate-limit windows that serve nobody any more: the
// memory of `claimLoginService` in adapters/network/login-writer.ts.
import { unwrittenAsksMax } from '#domain/limits.ts';

/** The last window of each cell that was found used up, and who asked it since. */
export class UsedUpWindows {
  readonly #byCell = new Map<number, { readonly index: number; unwrittenAsks: number }>();

  /** Notes that a window of a cell serves nobody any more. */
  note(cell: number, index: number): void {
    if (!this.knows(cell, index)) this.#byCell.set(cell, { index, unwrittenAsks: 0 });
  }

  /** Whether that was seen. */
  knows(cell: number, index: number): boolean {
    return this.#byCell.get(cell)?.index === index;
  }

  /** Takes asks of a window. @returns how many writes of counters they take now */
  writesFor(cell: number, index: number, askCount: number): number {
    const known = this.#byCell.get(cell);
    if (known === undefined) return 1;
    const isKnown = known.index === index;
    if (isKnown) known.unwrittenAsks += askCount;
    const { unwrittenAsks } = known;
    const isDue = unwrittenAsks > 0 && (!isKnown || unwrittenAsks >= unwrittenAsksMax);
    if (isDue) known.unwrittenAsks = 0;
    return (isDue ? 1 : 0) + (isKnown ? 0 : 1);
  }
}
