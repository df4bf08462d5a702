// Step Functions: every case.

import type { ContractCase } from '../contract-case.ts';
import { executions } from './executions.ts';
import { flowStates } from './flow-states.ts';
import { mapStates } from './map-states.ts';
import { taskStates } from './task-states.ts';

/** What AWS promises of Step Functions, as far as this system leans on it. */
export const statesCases: readonly ContractCase[] = [
  ...flowStates,
  ...taskStates,
  ...mapStates,
  ...executions,
];
