// Units of the table by the second. It finds the busiest second of a stack, and of its busiest
// cell.

/** Invocations overlap and count their calls out of order, but by less than this. */
const ringSeconds = 64;

/** The most units within one second, for each cell and for all cells together. */
export class UnitRates {
  readonly #seconds: Float64Array;
  readonly #sums: Float64Array;
  readonly #cellCount: number;
  /** The peak of the busiest cell. */
  cellPeak = 0;
  /** The peak of the whole table, with items that belong to no cell. */
  tablePeak = 0;

  constructor(cellCount: number) {
    this.#cellCount = cellCount;
    this.#seconds = new Float64Array((cellCount + 1) * ringSeconds).fill(-1);
    this.#sums = new Float64Array((cellCount + 1) * ringSeconds);
  }

  /** Adds the units of one call. @param cell its index; none: -1 */
  add(cell: number, atMs: number, units: number): void {
    const second = Math.floor(atMs / 1000);
    this.tablePeak = Math.max(this.tablePeak, this.#sum(this.#cellCount, second, units));
    if (cell < 0) return;
    this.cellPeak = Math.max(this.cellPeak, this.#sum(cell, second, units));
  }

  #sum(row: number, second: number, units: number): number {
    const at = row * ringSeconds + (second % ringSeconds);
    const isSame = this.#seconds[at] === second;
    const sum = units + (isSame ? (this.#sums[at] ?? 0) : 0);
    this.#seconds[at] = second;
    this.#sums[at] = sum;
    return sum;
  }
}
