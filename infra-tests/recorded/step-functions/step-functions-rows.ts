// What AWS was recorded to answer for state machines.

import type { RecordedRow } from '../recorded-row.ts';

/** Every row of Step Functions. */
export const stepFunctionsRows: readonly RecordedRow[] = [];
