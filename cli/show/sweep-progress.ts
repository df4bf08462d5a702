// Shows the progress of a sweep: a line for the first run and for each tenth. On a terminal it
// redraws one line.
import { formatCount, formatDuration, formatShortCount } from '#runner/sentences/human-numbers.ts';
import type { ProgressStream } from './progress.ts';

/** Gets each run when it ends. */
export interface SweepProgress {
  /**
   * @param messageCount the number of messages that the run handled
   * @param work its share of all the work, in the unit of the whole; 1 where runs are alike
   */
  done(messageCount: number, work?: number): void;
  /** Called when no run is left. Equal runs were done only once. */
  end(): void;
}

/** Nobody can see drawings that follow each other faster than this. */
const redrawEveryMs = 100;

/**
 * Starts to show progress.
 * @param runCount how many runs are left to do
 * @param nowMs real time in milliseconds
 * @param wholeWork what the runs that are left are together; their number where they are alike
 */
export function sweepProgress(
  stream: ProgressStream & { readonly isTTY?: boolean },
  runCount: number,
  nowMs: () => number,
  wholeWork: number = runCount,
): SweepProgress {
  const startedMs = nowMs();
  let drawnAtMs = Number.NEGATIVE_INFINITY;
  let doneCount = 0;
  let messages = 0;
  let doneWork = 0;
  let totalCount = runCount;
  const words = (end: (elapsedMs: number) => string) => {
    const elapsedMs = Math.max(1, nowMs() - startedMs);
    return [
      `${formatCount(doneCount)} of ${formatCount(totalCount)} runs`,
      `${formatShortCount((messages / elapsedMs) * 1000)} events/s`,
      end(elapsedMs),
    ].join('  ');
  };
  const left = (elapsedMs: number) =>
    `about ${inSeconds((elapsedMs / doneWork) * Math.max(0, wholeWork - doneWork))} left`;
  const tenth = (count: number) => Math.floor((count * 10) / runCount);
  return {
    done(messageCount, work = 1) {
      doneCount += 1;
      doneWork += work;
      messages += messageCount;
      if (doneCount >= runCount) return;
      if (stream.isTTY === true) {
        if (nowMs() - drawnAtMs < redrawEveryMs) return;
        drawnAtMs = nowMs();
        stream.write(`\r\x1b[2K${words(left)}`);
      } else if (doneCount === 1 || tenth(doneCount) > tenth(doneCount - 1))
        stream.write(`${words(left)}\n`);
    },
    end() {
      if (doneCount === 0) return;
      totalCount = doneCount;
      const line = words((elapsedMs) => `done in ${inSeconds(elapsedMs)}`);
      stream.write(stream.isTTY === true ? `\r\x1b[2K${line}\n` : `${line}\n`);
    },
  };
}

function inSeconds(ms: number): string {
  return formatDuration(Math.ceil(ms / 1000) * 1000);
}
