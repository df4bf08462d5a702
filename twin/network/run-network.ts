// The twin of the network, stack by stack.
import type { NetworkRun, NetworkRunOptions } from './network-run.ts';
import { runStack } from './run-shard.ts';
import { mergeShards, shardsOf } from './shards.ts';

/**
 * Runs a storm on the twin, one stack after the other. The same options give the same run, byte for
 * byte. Shards may as well be run apart, by `runStack`, and merged.
 */
export function runNetwork(options: NetworkRunOptions): NetworkRun {
  const runs = shardsOf(options).map((stack) => runStack(options, stack));
  return mergeShards(runs, options.sampleEveryMs);
}
