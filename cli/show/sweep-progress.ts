// How far a sweep is, a line for each tenth or, where lines can be drawn over, all the time.
import { formatCount, formatDuration, formatShortCount } from '#runner/sentences/human-numbers.ts';
import type { ProgressStream } from './progress.ts';

/** Reported of each run as it ends. */
export interface SweepProgress {
  /** @param messageCount what the run handled */
  done(messageCount: number): void;
}

/** Drawing over a line more often than this nobody could see. */
const redrawEveryMs = 100;

/**
 * Begins to show progress.
 * @param runCount how many runs are left to do
 * @param nowMs real time in milliseconds
 */
export function sweepProgress(
  stream: ProgressStream & { readonly isTTY?: boolean },
  runCount: number,
  nowMs: () => number,
): SweepProgress {
  const startedMs = nowMs();
  let drawnAtMs = Number.NEGATIVE_INFINITY;
  let doneCount = 0;
  let messages = 0;
  const words = () => {
    const elapsedMs = Math.max(1, nowMs() - startedMs);
    const leftMs = (elapsedMs / doneCount) * (runCount - doneCount);
    return [
      `${formatCount(doneCount)} of ${formatCount(runCount)} runs`,
      `${formatShortCount((messages / elapsedMs) * 1000)} events/s`,
      doneCount === runCount
        ? `done in ${formatDuration(Math.ceil(elapsedMs / 1000) * 1000)}`
        : `about ${formatDuration(Math.ceil(leftMs / 1000) * 1000)} left`,
    ].join('  ');
  };
  return {
    done(messageCount) {
      doneCount += 1;
      messages += messageCount;
      const isLast = doneCount === runCount;
      if (stream.isTTY === true) {
        if (!isLast && nowMs() - drawnAtMs < redrawEveryMs) return;
        drawnAtMs = nowMs();
        stream.write(`\r\x1b[2K${words()}${isLast ? '\n' : ''}`);
        return;
      }
      const tenth = (count: number) => Math.floor((count * 10) / runCount);
      if (tenth(doneCount) > tenth(doneCount - 1)) stream.write(`${words()}\n`);
    },
  };
}
