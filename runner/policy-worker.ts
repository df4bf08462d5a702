// A thread that carries out one order after the other. Several threads use several cores.
import type { TrialOrder } from './consumer/run-trial.ts';
import { type InspectOrder, inspectPolicy } from './inspect-policies.ts';
import { type RunOrder, runOrder, runShardOrder } from './order-runner.ts';
import type { ProgressUpdate } from './progress.ts';
import type { Sample } from './result.ts';
import { answerOrders } from './threads/answer-orders.ts';
import { isStopAsked } from './threads/stop-signal.ts';
import type { ShardProgress } from './twin/run-planned-shard.ts';
import { sampledIn } from './twin/sampled-progress.ts';
import type { ShardRunOrder } from './twin/shard-run.ts';

/** Nobody can see progress that is shown more often than this. */
const progressEveryMs = 50;

type HowFar = ProgressUpdate | ShardProgress;

type Order = RunOrder | ShardRunOrder | InspectOrder | TrialOrder;

answerOrders(async (order: Order, report: (howFar: HowFar) => void) => {
  if ('inspect' in order) return inspectPolicy(order);
  if ('trial' in order) {
    const { runTrial } = await import('./consumer/run-trial.ts');
    return runTrial(order);
  }
  let saidAtMs = Number.NEGATIVE_INFINITY;
  let samples: Sample[] = [];
  const onProgress = (progress: HowFar) => {
    samples.push(...('atMs' in progress ? sampledIn(progress) : (progress.samples ?? [])));
    if (performance.now() - saidAtMs < progressEveryMs && progress.fraction < 1) return;
    saidAtMs = performance.now();
    report({ ...progress, samples });
    samples = [];
  };
  return 'shard' in order
    ? runShardOrder(order, onProgress, isStopAsked)
    : runOrder(order, onProgress, undefined, isStopAsked);
});
