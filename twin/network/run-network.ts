// The twin of the network, shard by shard.
import type { NetworkRun, NetworkRunOptions } from './network-run.ts';
import { runShard } from './run-shard.ts';
import { mergeShards, shardsOf } from './shards.ts';

/**
 * Runs a storm on the twin, one shard after the other. The same options give the same run, byte for
 * byte. Shards may as well be run apart, by `runShard`, and merged.
 */
export function runNetwork(options: NetworkRunOptions): NetworkRun {
  const runs = shardsOf(options).map((shard) => runShard(options, shard));
  return mergeShards(runs, options.sampleEveryMs);
}
