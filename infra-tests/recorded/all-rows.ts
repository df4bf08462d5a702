// The table: every recorded answer, by service.

import { dynamoDbRows } from './dynamodb/dynamodb-rows.ts';
import { mappingRows } from './mappings/mapping-rows.ts';
import type { RecordedRow } from './recorded-row.ts';
import { sqsRows } from './sqs/sqs-rows.ts';
import { stepFunctionsRows } from './step-functions/step-functions-rows.ts';

/** Every row of the table. */
export const allRows: readonly RecordedRow[] = [
  ...sqsRows,
  ...mappingRows,
  ...stepFunctionsRows,
  ...dynamoDbRows,
];
