// What a run on the twin is ordered with, and what is taken where the user leaves it open.
import type { Scenario } from '#domain/scenario/scenario.ts';
import type { PolicySource } from '../policy-choice.ts';

/** One policy's run on the twin, as plain data, which a thread can be handed. */
export interface TwinRunOrder {
  readonly cloud: 'twin';
  /** By its name, if it ships; a user's own as it is. */
  readonly scenario: string | Scenario;
  readonly policy: PolicySource;
  readonly seed: number;
  readonly nodeCount: number;
  /** Invocations at a time that the account of a stack allows; AWS's default when absent. */
  readonly accountConcurrency?: number | undefined;
  readonly scale: Scale;
  readonly retries: Retries;
}

/** At which of its scales a scenario runs. */
export type Scale = 'embedded' | 'full';

/** Whether each attempt of a client that cannot be placed is executed, or counted. */
export type Retries = 'executed' | 'aggregated';

/** Up to here executing every attempt takes seconds to minutes. */
const executedNodesMax = 50_000;

/** Every attempt is executed where that is affordable, because it assumes the least. */
export function usualRetries(nodeCount: number): Retries {
  return nodeCount <= executedNodesMax ? 'executed' : 'aggregated';
}

/** The size that a network really had, where the scenario says it. */
export function usualScale({ full }: Scenario): Scale {
  return full === undefined ? 'embedded' : 'full';
}
