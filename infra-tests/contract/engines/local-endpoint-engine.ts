// The local cloud behind its HTTP endpoint: a cloud for each case, and clients that know nothing
// but an address.

import { type LocalEndpoint, startLocalEndpoint } from '#runner/endpoint/local-endpoint.ts';
import type { ContractResources } from '../contract-case.ts';
import { contractCloud, contractNames, refusalOf } from './contract-cloud.ts';
import type { ContractEngine } from './contract-engine.ts';
import { engineClients } from './engine-clients.ts';

/** It has to keep the whole contract, as the local cloud in the process does. */
export const localEndpointEngine: ContractEngine = {
  name: 'local-endpoint',
  services: ['sqs', 'dynamodb', 'states', 'mapping'],
  casesAtOnce: 1,
  start: async () => ({
    version: 'this commit',
    async withBench(resources, use) {
      const { endpoint, cloud, pacer, stop } = await serve(resources);
      const { cloudFormation, ...clients } = engineClients(endpoint);
      try {
        return await use({
          ...clients,
          ...contractNames(cloud.outputs),
          wait: (durationMs) => pacer.leap(durationMs),
          nowMs: () => cloud.nowMs(),
        });
      } finally {
        for (const client of [cloudFormation, ...Object.values(clients)]) client.destroy();
        await stop();
      }
    },
    stop: async () => {},
  }),
};

async function serve(resources: ContractResources): Promise<LocalEndpoint> {
  try {
    return await startLocalEndpoint({
      port: 0,
      pace: 'waiting',
      cloud: () => contractCloud(resources),
    });
  } catch (error) {
    throw refusalOf(error);
  }
}
