import type { ContractCase } from '../contract-case.ts';
import { conditions } from './conditions.ts';
import { queries } from './queries.ts';
import { reads } from './reads.ts';
import { transactions } from './transactions.ts';
import { updates } from './updates.ts';
import { values } from './values.ts';
import { writes } from './writes.ts';

/** What AWS promises of this service, as far as this system leans on it. */
export const dynamoDbCases: readonly ContractCase[] = [
  ...reads,
  ...queries,
  ...writes,
  ...updates,
  ...conditions,
  ...transactions,
  ...values,
];
