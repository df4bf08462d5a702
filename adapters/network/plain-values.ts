// DynamoDB's typed values as plain ones, as `unmarshall` of the SDK makes them, for records as ours
// are: texts, small numbers, flags and small maps. It takes a fifth of the time, and readers of
// whole cells do little else.
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';

/**
 * An item as a plain object.
 * @param leftOut attributes that are not wanted
 * @throws what `unmarshall` throws, e.g. for a value of no type
 */
export function plainRecord(
  item: Readonly<Record<string, AttributeValue>>,
  leftOut: ReadonlySet<string> = nothing,
): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (const name in item) {
    const value = item[name];
    if (value !== undefined && !leftOut.has(name)) record[name] = plainValue(value);
  }
  return record;
}

const nothing: ReadonlySet<string> = new Set();

function plainValue(value: AttributeValue): unknown {
  if (value.S !== undefined) return value.S;
  if (value.M !== undefined) return plainRecord(value.M);
  if (value.BOOL !== undefined) return value.BOOL;
  const number = Number(value.N);
  // Larger ones become BigInts; those and the rest are the library's.
  return Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : unmarshall({ value }).value;
}
