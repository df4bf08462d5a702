// The twin of the network: one virtual clock, typed arrays, and the domain's own decisions.
import type { NetworkRun, NetworkRunOptions } from './network-run.ts';

/**
 * Runs a storm on the twin. The same options give the same run, byte for byte.
 * @throws Error until the model is in place
 */
export function runNetwork(_options: NetworkRunOptions): NetworkRun {
  throw new Error('the network model is not in place yet');
}
