// The contract: every case, by service.

import type { ContractCase } from './contract-case.ts';
import { dynamoDbCases } from './dynamodb/dynamodb-cases.ts';
import { mappingCases } from './mapping/mapping-cases.ts';
import { sqsCases } from './sqs/sqs-cases.ts';
import { statesCases } from './states/states-cases.ts';

/** Every case of the suite. */
export const allCases: readonly ContractCase[] = [
  ...sqsCases,
  ...dynamoDbCases,
  ...statesCases,
  ...mappingCases,
];
