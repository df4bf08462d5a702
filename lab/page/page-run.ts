// Runs a comparison in workers, and tells the page what there is of it so far.
import { policies } from '#domain/policies.ts';
import { compare } from '#runner/compare-policies.ts';
import type { BilledRun, ComparisonResult, RunResult } from '#runner/result.ts';
import { formatMoment, formatShare } from '#runner/sentences/human-numbers.ts';
import { planRun } from '#scenarios/plan-run.ts';
import type { Chart } from '../charts/chart.ts';
import { type ChartContext, chartsOf } from '../charts/chart-specs.ts';
import { timesOf } from '../charts/read-out.ts';
import type { RunSoFar } from '../charts/run-so-far.ts';
import type { LabInputs } from '../inputs/inputs.ts';
import { plannedRun } from '../inputs/planned-run.ts';
import { bookOf } from '../prices.ts';
import { policyWorkers, shippedPolicy } from '../twin/policy-workers.ts';
import type { RunProgress } from '../twin/worker-messages.ts';
import type { Moment } from './moment.ts';

/** What the page is told of. */
export interface PageRunListener {
  onBegin(charts: readonly Chart[]): void;
  /** There are more samples. @param done the runs that have come to their end */
  onChange(charts: readonly Chart[], done: readonly RunResult[]): void;
  onProgress(words: string): void;
  onDone(result: ComparisonResult, charts: readonly Chart[]): void;
  onDeath(policy: string, reason: string, restart: () => void): void;
  onFailure(reason: string): void;
}

/** A comparison that is being computed, or is done. */
export interface PageRun {
  stop(): void;
}

/** The code of the worker, put in by the build: a page that is opened from a file has no other. */
declare const WORKER_CODE: string;

/** Starts the comparison. */
export function comparisonOnPage(
  inputs: LabInputs,
  moment: Moment,
  listener: PageRunListener,
): PageRun {
  const { scenario, scale, retries } = plannedRun(inputs);
  const { nodes, seed } = inputs;
  const context: ChartContext = { scenario, scale, nodes, cellCount: cellCountOf(inputs) };
  const runs = inputs.policies.map((policy) => liveRun(policy));
  const charts = () => chartsOf(runs, context);
  const doneRuns = () => runs.flatMap(({ done }) => (done === null ? [] : [done]));
  const drawing = everyNowAndThen(() => {
    const times = timesOf(runs.map(({ samples }) => ({ atMs: samples.map(atOf), values: [] })));
    moment.setTimes(times, times.at(-1) ?? scenario.startMs);
    listener.onChange(charts(), doneRuns());
  });
  const workers = policyWorkers(startWorker, {
    onProgress: (policy, progress) => {
      const run = runs.find((one) => one.policy === policy);
      if (run === undefined) return;
      run.samples = [...run.samples, ...progress.samples];
      run.words = progressWords(progress);
      listener.onProgress(runs.map(({ policy: name, words }) => `${name} ${words}`).join(', '));
      drawing.ask();
    },
    onDeath: (policy, reason, restart) => {
      const run = runs.find((one) => one.policy === policy);
      if (run !== undefined) Object.assign(run, liveRun(policy));
      listener.onDeath(policy, reason, restart);
    },
  });
  moment.setTimes([scenario.startMs], scenario.startMs);
  listener.onBegin(charts());
  const chosen = inputs.policies.map(shippedPolicy);
  const finish = (billed: readonly BilledRun[]) => {
    for (const done of billed) {
      const run = runs.find(({ policy }) => policy === done.policy);
      if (run !== undefined) Object.assign(run, { done, samples: done.samples, words: 'done' });
    }
    drawing.now();
  };
  compare(
    {
      scenario,
      policies: chosen,
      seed,
      nodeCount: nodes,
      cloud: { kind: 'twin', scale, retries },
      prices: { book: bookOf(inputs.region), isFreeTierUsed: false },
    },
    workers.runner,
    { update: () => {}, done: () => {} },
    (part) => finish(part.result.runs),
  )
    .then(({ result }) => {
      finish(result.runs);
      listener.onDone(result, charts());
    })
    .catch((error: unknown) => {
      workers.stop();
      listener.onFailure(error instanceof Error ? error.message : String(error));
    });
  return { stop: workers.stop };
}

interface LiveRun extends RunSoFar {
  samples: RunSoFar['samples'];
  done: BilledRun | null;
  words: string;
}

function liveRun(policy: string): LiveRun {
  return { policy, samples: [], done: null, words: 'begins' };
}

function atOf({ atMs }: { readonly atMs: number }): number {
  return atMs;
}

function cellCountOf(inputs: LabInputs): number {
  const { scenario, scale } = plannedRun(inputs);
  const { nodes: nodeCount, seed } = inputs;
  const choices = { runId: '', seed, policy: policies.resilient, nodeCount, shiftMs: 0, scale };
  return planRun(scenario, choices).shape.cellCount;
}

function progressWords({ fraction, atMs, shard, shardCount }: RunProgress): string {
  const part = shardCount > 1 ? `, shard ${shard} of ${shardCount}` : '';
  return `${formatShare(fraction)} (${formatMoment(atMs)}${part})`;
}

let workerAddress: string | null = null;

function startWorker(name: string): Worker {
  workerAddress ??= URL.createObjectURL(new Blob([WORKER_CODE], { type: 'text/javascript' }));
  return new Worker(workerAddress, { name });
}

/** Charts are drawn again at most this often while a run is computed; with reduced motion, less. */
const [drawEveryMs, calmEveryMs] = [250, 2_000];

function everyNowAndThen(draw: () => void): { ask(): void; now(): void } {
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
  return { ask, now };
}
