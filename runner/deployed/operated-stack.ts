import type { Runtime } from '#adapters/runtime.ts';
import type { StackOutputs } from '#adapters/stack/stack-outputs.ts';

/** A deployed stack, with all that is needed to operate it. */
export interface OperatedStack {
  readonly runtime: Runtime;
  readonly outputs: StackOutputs;
  readonly endpoint: string;
}
