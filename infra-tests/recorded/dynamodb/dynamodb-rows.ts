// What AWS was recorded to answer for tables.

import type { RecordedRow } from '../recorded-row.ts';

/** Every row of DynamoDB. */
export const dynamoDbRows: readonly RecordedRow[] = [];
