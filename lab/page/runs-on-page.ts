// The runs that the page shows, as they grow: whether they are computed here, were recorded, or are
// followed while they go on elsewhere.
import type { PhasedRun } from '#cli/report/run-phases.ts';
import type { BilledRun, ComparisonResult, Sample } from '#runner/result.ts';
import type { NetworkDetails } from '#twin/network/detail/network-detail.ts';
import type { StateEntered } from '#twin/network/storm/storm-states.ts';
import type { Chart } from '../charts/chart.ts';
import { type ChartContext, chartsOf } from '../charts/chart-specs.ts';
import { timesOf } from '../charts/read-out.ts';
import type { RunSoFar } from '../charts/run-so-far.ts';
import type { Moment } from './moment.ts';

/** What the page is told of. */
export interface RunListener {
  onBegin(charts: readonly Chart[]): void;
  /** There are more samples. @param phased all runs that have samples, with their phases so far */
  onChange(charts: readonly Chart[], phased: readonly PhasedRun[]): void;
  /** The runs as they are now, whenever charts change. */
  onRuns(runs: readonly RunSoFar[]): void;
  onProgress(words: string): void;
  onDone(result: ComparisonResult, charts: readonly Chart[]): void;
  onFailure(reason: string): void;
}

/** A source of runs that the page shows: it computes, has read, or follows them. */
export interface PageRun {
  /** Nothing is told afterwards. */
  stop(): void;
}

/** What became known of a run since it was told of before. */
export interface MoreOfRun {
  readonly samples: readonly Sample[];
  /** What the twin tells beside them; absent where the source has nothing of it. */
  readonly details?: NetworkDetails | null;
  readonly states?: readonly StateEntered[];
  /** How far it is. */
  readonly words: string;
}

/** The runs of one comparison, each as far as it is known. */
export interface RunsOnPage {
  /** A policy's run has gone on. */
  grow(policy: string, more: MoreOfRun): void;
  /** A policy's run begins anew, without what it had. */
  restart(policy: string): void;
  /** Some runs have come to their end. */
  finish(runs: readonly BilledRun[]): void;
  /** All runs have come to their end. */
  finishAll(result: ComparisonResult): void;
  /** Draws what there is. Nothing is told or drawn afterwards, whatever still comes. */
  stop(): void;
}

/** What is known of the runs before they begin. */
export interface RunsPlan {
  readonly policies: readonly string[];
  readonly context: ChartContext;
  readonly startMs: number;
  /** Of the storm, on the runs' clock. */
  readonly firstRestartAtMs: number;
  readonly lastRestartAtMs: number;
}

/** Begins to show runs of which nothing is known yet. */
export function runsOnPage(plan: RunsPlan, moment: Moment, listener: RunListener): RunsOnPage {
  const { policies, context, startMs } = plan;
  const runs = policies.map(emptyRun);
  const charts = () => chartsOf(runs, context);
  let isStopped = false;
  const drawing = everyNowAndThen(() => {
    const sampled = timesOf(runs.map(({ samples }) => ({ atMs: samples.map(atOf), values: [] })));
    const ends = runs.flatMap(({ done }) => (done === null ? [] : [done.endMs]));
    const times =
      sampled.length > 0 ? sampled : [startMs, ...(ends.length > 0 ? [Math.max(...ends)] : [])];
    moment.setTimes(times, times.at(-1) ?? startMs);
    listener.onChange(
      charts(),
      runs.map((run) => run.done ?? soFar(run, plan)),
    );
    listener.onRuns(runs);
  });
  const finish = (billed: readonly BilledRun[]) => {
    if (isStopped) return;
    for (const done of billed)
      change(done.policy, () => ({ done, samples: done.samples, words: 'done' }));
    drawing.now();
  };
  const change = (policy: string, changed: (run: GrowingRun) => Partial<GrowingRun>) => {
    const run = runs.find((one) => one.policy === policy);
    if (run !== undefined) Object.assign(run, changed(run));
  };
  moment.setTimes([startMs], startMs);
  listener.onBegin(charts());
  listener.onRuns(runs);
  return {
    grow: (policy, { samples, details = null, states = [], words }) => {
      if (isStopped) return;
      change(policy, (run) => ({
        samples: [...run.samples, ...samples],
        details: withMore(run.details, details),
        states: [...run.states, ...states],
        words,
      }));
      listener.onProgress(runs.map((run) => `${run.policy} ${run.words}`).join(', '));
      drawing.ask();
    },
    restart: (policy) => change(policy, () => emptyRun(policy)),
    finish,
    finishAll: (result) => {
      if (isStopped) return;
      finish(result.runs);
      listener.onDone(result, charts());
    },
    stop: () => {
      drawing.end();
      isStopped = true;
    },
  };
}

interface GrowingRun extends RunSoFar {
  samples: RunSoFar['samples'];
  details: RunSoFar['details'];
  states: readonly StateEntered[];
  done: BilledRun | null;
  words: string;
}

/**
 * A run whose outcome is not known yet. What comes after its last restart has no name until it is.
 */
function soFar({ policy, samples }: RunSoFar, plan: RunsPlan): PhasedRun {
  const startMs = samples[0]?.atMs ?? plan.startMs;
  return {
    policy,
    startMs,
    endMs: Math.min(samples.at(-1)?.atMs ?? startMs, plan.lastRestartAtMs),
    waves: [{ atMs: plan.firstRestartAtMs }],
    lastRestartAtMs: plan.lastRestartAtMs,
    healMs: null,
    verdict: { kind: 'unknown' },
  };
}

function emptyRun(policy: string): GrowingRun {
  return { policy, samples: [], details: null, states: [], done: null, words: 'begins' };
}

function withMore(before: RunSoFar['details'], more: RunSoFar['details']): RunSoFar['details'] {
  if (before === null || more === null) return more ?? before;
  return { head: more.head, details: [...before.details, ...more.details] };
}

function atOf({ atMs }: { readonly atMs: number }): number {
  return atMs;
}

/** Charts are drawn again at most this often while a run is computed; with reduced motion, less. */
const [drawEveryMs, calmEveryMs] = [250, 2_000];

function everyNowAndThen(draw: () => void): { ask(): void; now(): void; end(): void } {
  let waiting = 0;
  const now = () => {
    clearTimeout(waiting);
    waiting = 0;
    draw();
  };
  const ask = () => {
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (waiting === 0) waiting = window.setTimeout(now, isCalm ? calmEveryMs : drawEveryMs);
  };
  // What waits is drawn now: its timer would draw over the runs that come next.
  const end = () => {
    if (waiting !== 0) now();
  };
  return { ask, now, end };
}
