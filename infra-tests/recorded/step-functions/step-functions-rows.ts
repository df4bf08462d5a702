// What AWS was recorded to answer for state machines.

import type { RecordedRow } from '../recorded-row.ts';
import { callRows } from './call-rows.ts';
import { choiceRows } from './choice-rows.ts';
import { contextRows } from './context-rows.ts';
import { definitionRows } from './definition-rows.ts';
import { failureRows } from './failure-rows.ts';
import { historyRows } from './history-rows.ts';
import { lambdaRows } from './lambda-rows.ts';
import { validatedRows } from './validated-rows.ts';
import { valueRows } from './value-rows.ts';

/** Every row of Step Functions. */
export const stepFunctionsRows: readonly RecordedRow[] = [
  ...valueRows,
  ...choiceRows,
  ...failureRows,
  ...lambdaRows,
  ...historyRows,
  ...definitionRows,
  ...validatedRows,
  ...contextRows,
  ...callRows,
];
