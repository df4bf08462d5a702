import type { CurvePoint } from './judge-run.ts';

const hourMs = 3_600_000;

/**
 * How long those who wanted to be signed in were not, of all together, in hours. Between two points
 * the number of those who wait is taken to change evenly (trapezoids).
 * @param curve in the order of time
 */
export function userHoursLost(curve: readonly CurvePoint[]): number {
  return curve.reduce((sum, point, index) => {
    const previous = curve[index - 1];
    if (previous === undefined) return sum;
    const meanCount = (waitingAt(previous) + waitingAt(point)) / 2;
    return sum + (meanCount * (point.atMs - previous.atMs)) / hourMs;
  }, 0);
}

function waitingAt({ wantedCount, onlineCount }: CurvePoint): number {
  return wantedCount - onlineCount;
}
