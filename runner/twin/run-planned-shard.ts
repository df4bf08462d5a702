// Runs one shard of a planned run. It needs nothing of Node, so that a page can run it.
import { observedUntilMs } from '#domain/storm/plan-storm.ts';
import type { NetworkRun, NetworkSample } from '#twin/network/network-run.ts';
import { runShard } from '#twin/network/run-shard.ts';
import type { Shard } from '#twin/network/shards.ts';
import type { CheckedDecisions } from '../own-decisions.ts';
import type { NetworkPlan } from './plan-network.ts';

/** The result of one shard. */
export interface ShardRun {
  readonly network: NetworkRun;
  /** Real time that it took. */
  readonly wallMs: number;
}

/** The progress of one shard: its last sample, and how far it is. */
export interface ShardProgress extends NetworkSample {
  /** Of its virtual time, 0 to 1. */
  readonly fraction: number;
}

/** Runs one shard of a plan. @throws {PolicyChoiceError} where its own decisions fail */
export function runPlannedShard(
  {
    settings,
    options,
    own,
  }: NetworkPlan & { readonly own?: Pick<CheckedDecisions, 'refuseFaults'> },
  shard: Shard,
  onProgress: (progress: ShardProgress) => void,
  wallNowMs: () => number,
  isStopAsked: () => boolean = () => false,
): ShardRun {
  const startedMs = wallNowMs();
  const spanMs = observedUntilMs(settings) - settings.startsAtMs;
  let last: ShardProgress | undefined;
  const onSample: typeof options.onSample = (sample) => {
    const fraction = Math.min(0.99, (sample.atMs - settings.startsAtMs) / spanMs);
    last = { ...sample, fraction };
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
    own?.refuseFaults();
    throw error;
  }
}
