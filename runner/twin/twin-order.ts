// The order for a run on the twin, and the defaults for what the user leaves open.
import type { Scenario } from '#domain/scenario/scenario.ts';
import type { StackConfiguration } from '#domain/stack/stack-configuration.ts';
import type { PolicySource } from '../policy-choice.ts';

/** One policy's run on the twin, as plain data that can be sent to a thread. */
export interface TwinRunOrder {
  readonly cloud: 'twin';
  /** The name of a scenario that ships, or a user's own scenario. */
  readonly scenario: string | Scenario;
  readonly policy: PolicySource;
  readonly seed: number;
  readonly nodeCount: number;
  /** How many invocations the account of a stack allows at a time; AWS's default when absent. */
  readonly accountConcurrency?: number | undefined;
  /** What the deployer of the stack chose; the usual configuration when absent. */
  readonly configuration?: StackConfiguration | undefined;
  readonly scale: Scale;
  readonly retries: Retries;
  /** What is counted on the wire; absent: nothing is. */
  readonly wire?: WireWatch | undefined;
}

/** Flows between PCs, at some of them, from the last restart on. */
export interface WireWatch {
  readonly hostCount: number;
  readonly forMs: number;
}

/** The scale at which a scenario runs. */
export type Scale = 'embedded' | 'full';

/** Whether each attempt of a client that cannot be placed is executed, or only counted. */
export type Retries = 'executed' | 'aggregated';

/** Up to this size, executing every attempt takes seconds to minutes. */
const executedNodesMax = 50_000;

/**
 * The default: every attempt is executed where that is affordable, since this assumes the least.
 */
export function usualRetries(nodeCount: number): Retries {
  return nodeCount <= executedNodesMax ? 'executed' : 'aggregated';
}

/** The default: the network's real size, if the scenario knows it. */
export function usualScale({ full }: Scenario): Scale {
  return full === undefined ? 'embedded' : 'full';
}
