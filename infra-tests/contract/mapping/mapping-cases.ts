// Event source mappings: every case.

import type { ContractCase } from '../contract-case.ts';
import { batches } from './batches.ts';
import { failures } from './failures.ts';

/** What AWS promises of event source mappings, as far as this system leans on it. */
export const mappingCases: readonly ContractCase[] = [...batches, ...failures];
