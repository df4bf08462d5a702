// What AWS was recorded to answer for tables. Whose words where regions differ:
// docs/decisions/025-whose-words.md.

import type { RecordedRow } from '../recorded-row.ts';
import { capacityRows } from './capacity-rows.ts';
import { constraintRows } from './constraint-rows.ts';
import { creationRows } from './creation-rows.ts';
import { expressionRows } from './expression-rows.ts';
import { keyRows } from './key-rows.ts';
import { tableRows } from './table-rows.ts';
import { valueRows } from './value-rows.ts';

/** Every row of DynamoDB. */
export const dynamoDbRows: readonly RecordedRow[] = [
  ...constraintRows,
  ...valueRows,
  ...expressionRows,
  ...keyRows,
  ...capacityRows,
  ...tableRows,
  ...creationRows,
];
