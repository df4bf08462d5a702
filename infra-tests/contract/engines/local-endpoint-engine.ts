// The local cloud behind its HTTP endpoint: a cloud for each case, and clients that know nothing
// but an address.

import { FAULTS_NONE } from '#local-cloud/faults.ts';
import { ServiceError } from '#local-cloud/service.ts';
import { type LocalEndpoint, startLocalEndpoint } from '#runner/endpoint/local-endpoint.ts';
import type { ContractResources } from '../contract-case.ts';
import { contractTemplate, outputOf } from '../contract-template.ts';
import { codeOfFunctions } from '../worker-in-process.ts';
import { type ContractEngine, ResourcesRefusedError } from './contract-engine.ts';
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
      let freshNames = 0;
      try {
        return await use({
          ...clients,
          ref: (id) => outputOf(cloud.outputs, `${id}Ref`),
          arn: (id) => outputOf(cloud.outputs, `${id}Arn`),
          freshName: (prefix) => {
            freshNames += 1;
            return `${prefix}-${freshNames}`;
          },
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

const SEED = 2007;
const START_MS = Date.UTC(2007, 7, 16);

async function serve(resources: ContractResources): Promise<LocalEndpoint> {
  try {
    return await startLocalEndpoint({
      port: 0,
      pace: 'waiting',
      cloud: () => ({
        template: contractTemplate(resources),
        code: codeOfFunctions(resources),
        seed: SEED,
        startMs: START_MS,
        faults: FAULTS_NONE,
      }),
    });
  } catch (error) {
    // What the cloud lacks is a service's error, too; the cause distinguishes them.
    if (!(error instanceof ServiceError)) throw error;
    throw new ResourcesRefusedError(`${error.code}: ${error.message}`, { cause: error });
  }
}
