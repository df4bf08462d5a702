// The twin of the network, stack by stack.
import type { NetworkRun, NetworkRunOptions } from './network-run.ts';
import { runStack } from './run-stack.ts';
import { mergeStacks, stacksOf } from './stacks.ts';

/**
 * Runs a storm on the twin, one stack after the other. The same options give the same run, byte for
 * byte. Stacks may as well be run apart, by `runStack`, and merged.
 */
export function runNetwork(options: NetworkRunOptions): NetworkRun {
  const runs = stacksOf(options).map((stack) => runStack(options, stack));
  return mergeStacks(runs, options.sampleEveryMs);
}
