// A local cloud for one case, whether it is asked in the process or over HTTP.

import { FAULTS_NONE } from '#local-cloud/faults.ts';
import type { LocalCloudOptions } from '#local-cloud/local-cloud-options.ts';
import { ServiceError } from '#local-cloud/service.ts';
import type { ContractBench, ContractResources } from '../contract-case.ts';
import { contractTemplate, outputOf } from '../contract-template.ts';
import { codeOfFunctions } from '../worker-in-process.ts';
import { ResourcesRefusedError } from './contract-engine.ts';

/** A cloud with a case's resources, without faults. */
export function contractCloud(resources: ContractResources): LocalCloudOptions {
  return {
    template: contractTemplate(resources),
    code: codeOfFunctions(resources),
    seed: 2007,
    startMs: Date.UTC(2007, 7, 16),
    faults: FAULTS_NONE,
  };
}

/**
 * Why a cloud did not start, as the suite says it. What the cloud lacks is a service's error, too;
 * the cause distinguishes them.
 */
export function refusalOf(error: unknown): unknown {
  if (!(error instanceof ServiceError)) return error;
  return new ResourcesRefusedError(`${error.code}: ${error.message}`, { cause: error });
}

/** The names of a case's resources, and names that nothing has yet. */
export function contractNames(
  outputs: Readonly<Record<string, string>>,
): Pick<ContractBench, 'ref' | 'arn' | 'freshName'> {
  let freshNames = 0;
  return {
    ref: (id) => outputOf(outputs, `${id}Ref`),
    arn: (id) => outputOf(outputs, `${id}Arn`),
    freshName: (prefix) => {
      freshNames += 1;
      return `${prefix}-${freshNames}`;
    },
  };
}
