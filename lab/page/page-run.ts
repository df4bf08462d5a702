// Computes a comparison in workers, and shows what there is of it so far.
import { policies } from '#domain/policies.ts';
import { firstRestartAtMs, lastRestartAtMs } from '#domain/storm/plan-storm.ts';
import { compare } from '#runner/compare-policies.ts';
import { formatMoment, formatShare } from '#runner/sentences/human-numbers.ts';
import { planRun } from '#scenarios/plan-run.ts';
import type { ChartContext } from '../charts/chart-specs.ts';
import type { LabInputs } from '../inputs/inputs.ts';
import { plannedRun } from '../inputs/planned-run.ts';
import { namedPolicy, type OwnPolicy } from '../policy/own-policy.ts';
import { ownPolicyName } from '../policy/policy-text.ts';
import { bookOf } from '../prices.ts';
import { policyWorkers } from '../twin/policy-workers.ts';
import type { RunProgress } from '../twin/worker-messages.ts';
import type { Moment } from './moment.ts';
import { type PageRun, type RunListener, runsOnPage } from './runs-on-page.ts';

/** What the page is told of a run that it computes itself. */
export interface ComputedRunListener extends RunListener {
  onDeath(policy: string, reason: string, restart: () => void): void;
}

/** The code of the worker, put in by the build: a page that is opened from a file has no other. */
declare const WORKER_CODE: string;

/**
 * Starts the comparison.
 * @param own the reader's own policy, where it is among those that are compared
 */
export function comparisonOnPage(
  inputs: LabInputs,
  own: OwnPolicy | null,
  moment: Moment,
  listener: ComputedRunListener,
): PageRun {
  const { scenario, scale, retries } = plannedRun(inputs);
  const { nodes, seed } = inputs;
  const book = bookOf(inputs.region);
  const context: ChartContext = { scenario, scale, nodes, cellCount: cellCountOf(inputs), book };
  const { storm, startMs } = scenario;
  const times = {
    startMs,
    firstRestartAtMs: firstRestartAtMs(storm, 0),
    lastRestartAtMs: lastRestartAtMs(storm, 0),
  };
  const chosen = inputs.policies.map((name) => namedPolicy(name, own));
  const policyNames = chosen.map(({ policy }) => policy.id);
  const runs = runsOnPage({ policies: policyNames, context, ...times }, moment, listener);
  const start = (name: string, lock: string) =>
    name === ownPolicyName && own !== null ? own.start(lock) : startWorker(lock);
  const workers = policyWorkers(start, {
    onProgress: (policy, progress) =>
      runs.grow(policy, { ...progress, words: progressWords(progress) }),
    onDeath: (policy, reason, restart) => {
      runs.restart(policy);
      listener.onDeath(policy, reason, restart);
    },
  });
  const choices = {
    scenario,
    policies: chosen,
    seed,
    nodeCount: nodes,
    cloud: { kind: 'twin', scale, retries },
    accountConcurrency: inputs.concurrency,
    prices: { book, isFreeTierUsed: false },
  } as const;
  const silent = { update: () => {}, done: () => {} };
  compare(choices, workers.runner, silent, (part) => runs.finish(part.result.runs))
    .then(({ result }) => runs.finishAll(result))
    .catch((error: unknown) => {
      workers.stop();
      listener.onFailure(error instanceof Error ? error.message : String(error));
    });
  return {
    stop: () => {
      workers.stop();
      runs.stop();
    },
  };
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

/** Starts a worker by the name of its lock. */
export function startWorker(name: string): Worker {
  workerAddress ??= URL.createObjectURL(new Blob([WORKER_CODE], { type: 'text/javascript' }));
  return new Worker(workerAddress, { name });
}
