// Finds a moment among things that happened in order.

/** The place of the last one that is not after `atMs`; 0 where all are. */
export function lastUpTo(all: readonly { readonly atMs: number }[], atMs: number): number {
  let low = 0;
  let high = all.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((all[middle]?.atMs ?? 0) <= atMs) low = middle;
    else high = middle - 1;
  }
  return low;
}
