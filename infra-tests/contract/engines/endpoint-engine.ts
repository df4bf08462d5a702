// Any engine that answers HTTP on this machine, as the suite sees it.

import { refuseForeignUrl } from '#adapters/loopback.ts';
import { type Engine, EngineError } from '../../engines/engine.ts';
import type { ContractBench, ContractResources, ContractService } from '../contract-case.ts';
import { outputOf } from '../contract-template.ts';
import { deployResources } from '../deployed-resources.ts';
import { canBeMade, makeResources, type StandingResources } from '../made-resources.ts';
import { namesOfRun } from '../names-of-run.ts';
import type { ContractEngine, RunningContractEngine } from './contract-engine.ts';
import { type EngineClients, engineClients } from './engine-clients.ts';

/** What is known of an engine before it runs. */
export type EngineTraits = {
  readonly name: string;
  readonly version: string;
  readonly services: readonly ContractService[];
  readonly casesAtOnce: number;
};

/** An engine of infra-tests/engines/, which is started for the suite and stopped after it. */
export function startedEngine(traits: EngineTraits, engine: Engine): ContractEngine {
  return {
    ...traits,
    async start() {
      const { endpoint, stop } = await engine.start();
      return runningAt(endpoint, traits.version, stop);
    },
  };
}

/**
 * An engine that somebody else started, and that keeps running.
 * @throws {ForeignEndpointError} the endpoint is not on this machine; `start` throws an EngineError
 * when nobody answers there
 */
export function engineAt(endpoint: string, services: readonly ContractService[]): ContractEngine {
  refuseForeignUrl('--endpoint', endpoint);
  return {
    name: endpoint,
    services,
    casesAtOnce: 4,
    async start() {
      await refuseSilence(endpoint);
      return runningAt(endpoint, 'unknown', async () => {});
    },
  };
}

/** Any answer will do: engines have no page in common. */
async function refuseSilence(endpoint: string): Promise<void> {
  try {
    await fetch(endpoint, { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
  } catch {
    throw new EngineError(`nobody answers at ${endpoint}; start the engine, or give its port`);
  }
}

const ANSWER_LIMIT_MS = 5_000;

function runningAt(
  endpoint: string,
  version: string,
  stop: () => Promise<void>,
): RunningContractEngine {
  const clients = engineClients(endpoint);
  const { freshName } = namesOfRun();
  return {
    version,
    async withBench(resources, use) {
      const standing = await putUp(clients, resources, freshName);
      try {
        return await use(benchWith(clients, standing, freshName));
      } finally {
        await standing.remove();
      }
    },
    async stop() {
      for (const client of Object.values(clients)) client.destroy();
      await stop();
    },
  };
}

function putUp(
  clients: EngineClients,
  resources: ContractResources,
  freshName: (prefix: string) => string,
): Promise<StandingResources> {
  if (canBeMade(resources)) return makeResources(clients, resources, freshName);
  return deployResources(clients.cloudFormation, resources, freshName('stack'));
}

/** A bench on a real clock. */
export function benchWith(
  { sqs, dynamodb, sfn }: Omit<EngineClients, 'cloudFormation'>,
  { outputs }: StandingResources,
  freshName: (prefix: string) => string,
): ContractBench {
  return {
    sqs,
    dynamodb,
    sfn,
    freshName,
    ref: (id) => outputOf(outputs, `${id}Ref`),
    arn: (id) => outputOf(outputs, `${id}Arn`),
    wait: (durationMs) => new Promise((resolve) => setTimeout(resolve, durationMs)),
    nowMs: () => Date.now(),
  };
}
