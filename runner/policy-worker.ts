// A thread that carries out one order after the other. Several threads use several cores.
import { type InspectOrder, inspectPolicy } from './inspect-policies.ts';
import { type RunOrder, runOrder, runShardOrder } from './order-runner.ts';
import { answerOrders } from './threads/answer-orders.ts';
import { isStopAsked } from './threads/stop-signal.ts';
import type { ShardRunOrder } from './twin/shard-run.ts';

/** Nobody can see progress that is shown more often than this. */
const progressEveryMs = 50;

interface HowFar {
  readonly fraction: number;
}

answerOrders((order: RunOrder | ShardRunOrder | InspectOrder, report: (howFar: HowFar) => void) => {
  if ('inspect' in order) return inspectPolicy(order);
  let saidAtMs = Number.NEGATIVE_INFINITY;
  const onProgress = (progress: HowFar) => {
    if (performance.now() - saidAtMs < progressEveryMs && progress.fraction < 1) return;
    saidAtMs = performance.now();
    report(progress);
  };
  return 'shard' in order
    ? runShardOrder(order, onProgress, isStopAsked)
    : runOrder(order, onProgress, undefined, isStopAsked);
});
