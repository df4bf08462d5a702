// Shows the progress of a sweep: a line for the first run and for each tenth, and one whenever
// nothing was said for some seconds. On a terminal it redraws one line.
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
  /** Says nothing any more. Called where the sweep ends early, too. */
  stop(): void;
}

/** What a sweep knows of itself beyond its runs that are done. */
export interface SweepOutlook {
  /** Real time that is left; null: more than was expected. */
  readonly leftMs: () => number | null;
  /** What runs now, in a few words. */
  readonly runningWords: () => string;
}

/** Nobody can see drawings that follow each other faster than this. */
const redrawEveryMs = 100;

/** After so much silence the next beat speaks, so none lasts five seconds. */
const silenceMs = 4_000;
const beatEveryMs = 900;

const columnsWhenUnknown = 80;

/**
 * Starts to show progress.
 * @param runCount how many runs are left to do
 * @param nowMs real time in milliseconds
 * @param wholeWork what the runs that are left are together; their number where they are alike
 * @param outlook without it, the time left is that of the work done so far
 */
export function sweepProgress(
  stream: ProgressStream & { readonly isTTY?: boolean },
  runCount: number,
  nowMs: () => number,
  wholeWork: number = runCount,
  outlook?: SweepOutlook,
): SweepProgress {
  const isTty = stream.isTTY === true;
  const startedMs = nowMs();
  let saidAtMs = isTty ? Number.NEGATIVE_INFINITY : startedMs;
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
  const left = (elapsedMs: number) => {
    const running = outlook?.runningWords() ?? '';
    return [formatLeft(leftMs(elapsedMs)), ...(running === '' ? [] : [running])].join('  ');
  };
  const leftMs = (elapsedMs: number) => {
    if (outlook !== undefined) return outlook.leftMs();
    return doneWork > 0 ? (elapsedMs / doneWork) * Math.max(0, wholeWork - doneWork) : null;
  };
  const say = () => {
    saidAtMs = nowMs();
    const columns = stream.columns ?? columnsWhenUnknown;
    stream.write(isTty ? `\r\x1b[2K${words(left).slice(0, columns - 1)}` : `${words(left)}\n`);
  };
  const beat = setInterval(() => {
    if (isTty || nowMs() - saidAtMs >= silenceMs) say();
  }, beatEveryMs);
  beat.unref();
  const tenth = (count: number) => Math.floor((count * 10) / runCount);
  return {
    done(messageCount, work = 1) {
      doneCount += 1;
      doneWork += work;
      messages += messageCount;
      if (doneCount >= runCount) return;
      const isDue = isTty
        ? nowMs() - saidAtMs >= redrawEveryMs
        : doneCount === 1 || tenth(doneCount) > tenth(doneCount - 1);
      if (isDue) say();
    },
    stop: () => clearInterval(beat),
    end() {
      clearInterval(beat);
      if (doneCount === 0) return;
      totalCount = doneCount;
      const line = words((elapsedMs) => `done in ${inSeconds(elapsedMs)}`);
      stream.write(isTty ? `\r\x1b[2K${line}\n` : `${line}\n`);
    },
  };
}

function formatLeft(ms: number | null): string {
  return ms === null ? 'time left not known' : `about ${inSeconds(ms)} left`;
}

function inSeconds(ms: number): string {
  return formatDuration(Math.ceil(ms / 1000) * 1000);
}
