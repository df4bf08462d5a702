// The engines that the suite can bring up, by the names that `--engine` takes.

import { dynamoDbLocal } from '../../engines/dynamodb-local.ts';
import { ELASTICMQ_VERSION, elasticMq } from '../../engines/elasticmq.ts';
import { localStack } from '../../engines/localstack.ts';
import { miniStack } from '../../engines/ministack.ts';
import type { ContractService } from '../contract-case.ts';
import type { ContractEngine } from './contract-engine.ts';
import { startedEngine } from './endpoint-engine.ts';
import { localCloudEngine } from './local-cloud-engine.ts';
import { localEndpointEngine } from './local-endpoint-engine.ts';

/** Every engine that can be started here, the local cloud first. */
export function knownEngines(
  projectDirectory: string,
  say: (line: string) => void,
): readonly ContractEngine[] {
  const all: ContractService[] = ['sqs', 'dynamodb', 'states', 'mapping'];
  return [
    localCloudEngine,
    localEndpointEngine,
    startedEngine(
      { name: 'dynamodb-local', version: '3.3.1', services: ['dynamodb'], casesAtOnce: 4 },
      dynamoDbLocal(projectDirectory, say),
    ),
    startedEngine(
      { name: 'elasticmq', version: ELASTICMQ_VERSION, services: ['sqs'], casesAtOnce: 8 },
      elasticMq(projectDirectory, say),
    ),
    startedEngine(
      { name: 'ministack', version: '1.5.33', services: all, casesAtOnce: 8 },
      miniStack(projectDirectory, say),
    ),
    startedEngine(
      { name: 'localstack', version: '2026.3.0', services: all, casesAtOnce: 10 },
      localStack(projectDirectory, say),
    ),
  ];
}
