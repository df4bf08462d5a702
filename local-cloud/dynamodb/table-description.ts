import type { JsonObject } from '#local-cloud/service.ts';
import type { Table } from './table.ts';

/**
 * A table as DescribeTable tells of it; counts are exact here, where AWS refreshes them every six
 * hours.
 */
export function describeTable({ definition, createdAtMs, store, indexes }: Table): JsonObject {
  const { properties, name } = definition;
  const indexProperties = (properties.GlobalSecondaryIndexes ?? []) as readonly JsonObject[];
  return {
    TableName: name,
    TableStatus: 'ACTIVE',
    KeySchema: properties.KeySchema,
    AttributeDefinitions: properties.AttributeDefinitions,
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    // The wire carries times as seconds.
    CreationDateTime: createdAtMs / 1000,
    ItemCount: store.entryCount,
    TableSizeBytes: store.sizeBytes,
    ...(indexes.length > 0 && {
      GlobalSecondaryIndexes: indexes.map((index, position) => ({
        IndexName: index.definition.name,
        KeySchema: indexProperties[position]?.KeySchema,
        Projection: indexProperties[position]?.Projection,
        IndexStatus: 'ACTIVE',
        ItemCount: index.store.entryCount,
        IndexSizeBytes: index.store.sizeBytes,
      })),
    }),
  };
}
