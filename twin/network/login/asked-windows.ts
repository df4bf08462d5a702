// What was asked of a cell's log-in service lately, window by window: the items `WINDOW#`.
import { servedCount, windowIndexAt } from '#domain/login/serve-in-line.ts';
import { isUsedUp } from '#domain/login/turn-away.ts';
import type { Timings } from '#domain/run-settings.ts';
import type { Invocation } from '#twin/meters/network-meters.ts';
import type { Cell } from '../cell.ts';

/**
 * Asks a cell's log-in service, in the window of a moment.
 * @returns how many of the asks it still serves
 */
export function claimRateLimitWindow(
  cell: Cell,
  timings: Timings,
  nowMs: number,
  askCount: number,
): number {
  const window = windowAt(cell, windowIndexAt(timings, nowMs));
  const before = window.count;
  if (before === 0) cell.windowsMade += 1;
  window.count += askCount;
  return servedCount(timings.loginsPerRateLimitWindow, before, askCount);
}

/** The writes of `claimLoginService`, as far as an environment has to ask. */
export function claimWindow(run: Invocation, cell: number, index: number, askCount: number): void {
  for (let left = run.usedUp.writesFor(cell, index, askCount); left > 0; left -= 1) run.addAsks();
}

/** Whether the window of a moment serves nobody any more. */
export function isWindowUsedUp(cell: Cell, timings: Timings, nowMs: number): boolean {
  const { count } = windowAt(cell, windowIndexAt(timings, nowMs));
  return isUsedUp(timings.loginsPerRateLimitWindow, count);
}

/** The asks of the windows that began within the last `spanMs`. */
export function asksWithin(cell: Cell, timings: Timings, spanMs: number, nowMs: number): number {
  const first = windowIndexAt(timings, nowMs - spanMs) + 1;
  let sum = 0;
  for (const { index, count } of cell.asks) if (index >= first) sum += count;
  return sum;
}

/** How many such windows were asked anything. */
export function askWindowCount(cell: Cell, timings: Timings, nowMs: number): number {
  const first = windowIndexAt(timings, nowMs - timings.renewEveryMs) + 1;
  let count = 0;
  for (const { index } of cell.asks) if (index >= first) count += 1;
  return count;
}

/** The window of that index, made when it is asked for first. */
export function windowAt(
  { asks, windowsKept }: Cell,
  index: number,
): { index: number; count: number } {
  for (let at = asks.length - 1; at >= 0; at -= 1) {
    const window = asks[at];
    if (window?.index === index) return window;
  }
  const window = { index, count: 0 };
  asks.push(window);
  if (asks.length > windowsKept) asks.shift();
  return window;
}
