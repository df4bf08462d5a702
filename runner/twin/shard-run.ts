// Runs one shard of a run on the twin. One thread does one shard at a time.
import { onlineShare } from '#domain/storm/judge-run.ts';
import { observedUntilMs } from '#domain/storm/plan-storm.ts';
import type { NetworkRun } from '#twin/network/network-run.ts';
import { runShard } from '#twin/network/run-shard.ts';
import type { Shard } from '#twin/network/shards.ts';
import type { ProgressUpdate } from '../progress.ts';
import { StoppedError } from '../stopped-run.ts';
import { planTwin, type TwinPlan } from './plan-twin.ts';
import type { TwinRunOrder } from './twin-order.ts';

/** The order to run one shard. */
export interface ShardRunOrder extends TwinRunOrder {
  /** The shard's index in the plan. */
  readonly shard: number;
}

/** The result of one shard. */
export interface ShardRun {
  readonly network: NetworkRun;
  /** Real time that it took. */
  readonly wallMs: number;
}

/** The progress of one shard. */
export interface ShardProgress {
  readonly fraction: number;
  readonly atMs: number;
  readonly onlineCount: number;
  readonly wantedCount: number;
  readonly eventCount: number;
}

/**
 * Runs one shard of an order.
 * @param isStopAsked whether it should end early
 * @throws {PolicyChoiceError}
 * @throws {StoppedError} where it was stopped and is one of several: they were not stopped at the
 * same moment of the run, so that together they show nothing
 */
export async function shardRun(
  order: ShardRunOrder,
  onProgress: (progress: ShardProgress) => void,
  wallNowMs: () => number,
  isStopAsked: () => boolean = () => false,
): Promise<ShardRun> {
  const plan = await planTwin(order);
  const shard = plan.shards[order.shard];
  if (shard === undefined)
    throw new Error(`expected a shard ${order.shard} of ${order.policy.name}`);
  const run = runPlannedShard(plan, shard, onProgress, wallNowMs, isStopAsked);
  if (run.network.ending === 'stopped' && plan.shards.length > 1) throw new StoppedError();
  return run;
}

/** Runs one shard of a plan. @throws {PolicyChoiceError} where its own decisions fail */
export function runPlannedShard(
  { settings, options, own }: TwinPlan,
  shard: Shard,
  onProgress: (progress: ShardProgress) => void,
  wallNowMs: () => number,
  isStopAsked: () => boolean = () => false,
): ShardRun {
  const startedMs = wallNowMs();
  const spanMs = observedUntilMs(settings) - settings.startsAtMs;
  let last: ShardProgress | undefined;
  const onSample: typeof options.onSample = (sample) => {
    last = {
      ...sample,
      fraction: Math.min(0.99, (sample.atMs - settings.startsAtMs) / spanMs),
      eventCount: sample.eventsTotal,
    };
    onProgress(last);
    return isStopAsked() ? 'stop' : 'continue';
  };
  try {
    const network = runShard({ ...options, onSample }, shard);
    const isWhole = network.ending !== 'stopped';
    if (last !== undefined && isWhole) onProgress({ ...last, fraction: 1 });
    return { network, wallMs: wallNowMs() - startedMs };
  } catch (error) {
    // A run with invalid decisions shows nothing. So it ends with an error that names the policy.
    own.refuseFaults();
    throw error;
  }
}

/** Joins the progress of all shards into that of their run. */
export function joinProgress(
  policy: string,
  shardCount: number,
  onProgress: (update: ProgressUpdate) => void,
): (shard: number, progress: ShardProgress) => void {
  const all = new Map<number, ShardProgress>();
  return (shard, progress) => {
    all.set(shard, progress);
    const sum = (of: (one: ShardProgress) => number) =>
      [...all.values()].reduce((total, one) => total + of(one), 0);
    onProgress({
      policy,
      fraction: sum(({ fraction }) => fraction) / shardCount,
      virtualTimeMs: progress.atMs,
      onlineShare: onlineShare({
        onlineCount: sum(({ onlineCount }) => onlineCount),
        wantedCount: sum(({ wantedCount }) => wantedCount),
      }),
      messagesHandled: sum(({ eventCount }) => eventCount),
      messageWord: 'events',
      isSteady: true,
    });
  };
}
