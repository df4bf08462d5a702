import type { OperatorClock } from '#adapters/operator-clock.ts';
import type { Runtime } from '#adapters/runtime.ts';
import type { StackOutputs } from '#adapters/stack/stack-outputs.ts';

/** A deployed stack, with all that is needed to operate it. */
export interface OperatedStack {
  readonly runtime: Runtime;
  readonly outputs: StackOutputs;
  /** Where it is, in words: `http://localhost:4566`, or `AWS account 123456789012`. */
  readonly place: string;
  /** AWS's name of the region. */
  readonly region: string;
  /** The clock there, which is also the runtime's. */
  readonly clock: OperatorClock;
}
