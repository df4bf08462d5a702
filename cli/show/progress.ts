// Shows progress while runs are under way: live lines on a terminal, otherwise a line for each
// tenth. It draws only when progress is reported, since a run in virtual time leaves no time for
// timers.

import type { Progress, ProgressUpdate } from '#runner/progress.ts';
import { formatDuration, formatMoment, formatShare } from '#runner/sentences/human-numbers.ts';

/** Where progress is written. `columns` is read again for each drawing, since windows change. */
export interface ProgressStream {
  write(text: string): unknown;
  readonly columns?: number;
}

/** Ten drawings a second look live and cost little. */
const redrawEveryMs = 100;
const barColumns = 10;
const columnsWhenUnknown = 80;

/**
 * Starts to show progress, and writes something at once.
 * @param options.policies the runs that will come, in order; others are added when they report
 * @param options.nowMs real time in milliseconds, for rates and durations
 */
export function createProgress(options: {
  stream: ProgressStream;
  isTty: boolean;
  policies: readonly string[];
  nowMs: () => number;
}): Progress {
  return options.isTty ? liveProgress(options) : plainProgress(options);
}

type Options = Omit<Parameters<typeof createProgress>[0], 'isTty'>;

/** The last report of a run, and how long after the start it came, in real milliseconds. */
interface Run {
  readonly elapsedMs: number;
  readonly latest: ProgressUpdate;
}

function liveProgress({ stream, policies, nowMs }: Options): Progress {
  const runs = new Map<string, Run | null>(policies.map((policy) => [policy, null]));
  const clock = openClock(policies, nowMs);
  let drawnLines = 0;
  let drawnAtMs = Number.NEGATIVE_INFINITY;
  const draw = () => {
    const columns = stream.columns ?? columnsWhenUnknown;
    const nameColumns = Math.max(0, ...[...runs.keys()].map((name) => name.length));
    const lines = [...runs].map(([policy, run]) => {
      const name = `${policy.padEnd(nameColumns)}  `;
      const text = `${name}${run ? formatRun(run, columns - 1 - name.length) : 'starting'}`;
      // A line that wraps would move every later drawing down by one row.
      return `\x1b[2K${text.slice(0, columns - 1)}\n`;
    });
    stream.write((drawnLines > 0 ? `\x1b[${drawnLines}A\r` : '') + lines.join(''));
    drawnLines = lines.length;
    drawnAtMs = nowMs();
  };
  draw();
  return {
    begin: clock.begin,
    update(update) {
      runs.set(update.policy, { elapsedMs: clock.elapsedMs(update.policy), latest: update });
      if (nowMs() - drawnAtMs >= redrawEveryMs) draw();
    },
    done: draw,
  };
}

/** Times each policy from the moment when its own run began. */
function openClock(policies: readonly string[], nowMs: () => number) {
  const shownAtMs = nowMs();
  const begunAtMs = new Map<string | undefined, number>();
  return {
    begin(index: number) {
      begunAtMs.set(policies[index], nowMs());
    },
    elapsedMs: (policy: string) => nowMs() - (begunAtMs.get(policy) ?? shownAtMs),
  };
}

function plainProgress({ stream, policies, nowMs }: Options): Progress {
  const shownTenths = new Map<string, number>();
  const clock = openClock(policies, nowMs);
  stream.write(`running ${formatList(policies)}\n`);
  return {
    begin: clock.begin,
    update(update) {
      // A sum of many small steps may be slightly below the tenth that it should reach.
      const tenths = Math.floor(update.fraction * 10 + 1e-9);
      if (tenths <= (shownTenths.get(update.policy) ?? 0)) return;
      shownTenths.set(update.policy, tenths);
      const words = formatRun({ elapsedMs: clock.elapsedMs(update.policy), latest: update });
      stream.write(`${update.policy}  ${words}\n`);
    },
    done() {},
  };
}

/** How far a run is. Where columns are few, what matters least is left out first. */
function formatRun({ elapsedMs, latest }: Run, columns = Number.POSITIVE_INFINITY): string {
  const { fraction, virtualTimeMs, onlineShare, messagesHandled, messageWord = 'msg' } = latest;
  const perSecond = elapsedMs > 0 ? Math.round((messagesHandled / elapsedMs) * 1000) : 0;
  const parts = {
    done: `${Math.floor(fraction * 100 + 1e-9)} %`.padStart(5),
    moment: formatMoment(virtualTimeMs).padEnd(12),
    bar: bar(onlineShare),
    online: `${formatShare(onlineShare).padStart(6)} online`,
    rate: `${perSecond.toLocaleString('en-US')} ${messageWord}/s`,
    elapsed: formatElapsed(fraction, elapsedMs),
    left: latest.isSteady ? formatLeft(fraction, elapsedMs) : '',
  };
  const names = Object.keys(parts) as (keyof typeof parts)[];
  const written = (left: readonly (keyof typeof parts)[]) =>
    left
      .map((name) => parts[name])
      .filter((part) => part !== '')
      .join('  ')
      .replace(']  ', '] ');
  const shorter = leftOutFirst.map((_, index) => {
    const out: readonly string[] = leftOutFirst.slice(0, index + 1);
    return names.filter((name) => !out.includes(name));
  });
  const fits = [names, ...shorter].find((left) => written(left).length <= columns);
  return written(fits ?? ['done', 'online']);
}

const leftOutFirst = ['bar', 'rate', 'moment', 'elapsed', 'left'] as const;

function bar(share: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * barColumns);
  return `[${'#'.repeat(full)}${'-'.repeat(barColumns - full)}]`;
}

/**
 * Only the time so far. On the local cloud the time left cannot be estimated: a flood takes longer
 * than all the days before it.
 */
function formatElapsed(fraction: number, elapsedMs: number): string {
  return `${fraction >= 1 ? 'done in ' : ''}${Math.ceil(elapsedMs / 1000)} s`;
}

/** Before this, the rate is that of the start. */
const tellingShareMin = 0.02;

/** An upper limit, since a run ends as soon as its network has healed. */
function formatLeft(fraction: number, elapsedMs: number): string {
  if (fraction < tellingShareMin || fraction >= 1) return '';
  const leftMs = (elapsedMs * (1 - fraction)) / fraction;
  return `at most ${formatDuration(Math.ceil(leftMs / 1000) * 1000)} left`;
}

/** `a`, `a and b`, `a, b and c`. */
function formatList(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
