// What the suite needs of whoever is to keep the contract: which services, and a bench for a case.

import type { ContractBench, ContractResources, ContractService } from '../contract-case.ts';

/** An engine that can be brought up, by the name that `--engine` takes. */
export interface ContractEngine {
  readonly name: string;
  readonly services: readonly ContractService[];
  /** How many cases may be under way at once; most of them wait most of the time. */
  readonly casesAtOnce: number;
  /** How long a case may take, with its resources. Absent: as long as on this machine. */
  readonly caseLimitMs?: number;
  /** @throws {EngineError} it cannot be brought up on this machine */
  start(): Promise<RunningContractEngine>;
}

/** An engine that answers until it is stopped. */
export interface RunningContractEngine {
  readonly version: string;
  /**
   * Makes the resources, lends a bench with them to `use`, and removes them again.
   * @throws {ResourcesRefusedError} the engine did not make the resources
   */
  withBench<Result>(
    resources: ContractResources,
    use: (bench: ContractBench) => Promise<Result>,
  ): Promise<Result>;
  stop(): Promise<void>;
}

/** An engine refused the resources of a case, so none of its calls was made. */
export class ResourcesRefusedError extends Error {
  override readonly name = 'ResourcesRefusedError';
}
