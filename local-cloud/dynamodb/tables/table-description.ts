import type { JsonObject } from '#local-cloud/service.ts';
import { partitionHash } from './ordered-store.ts';
import type { Table } from './table.ts';

/**
 * The description of a table by DescribeTable. Its counts are exact; AWS refreshes them every six
 * hours.
 */
export function describeTable(
  { definition, createdAtMs, store, indexes }: Table,
  arnPrefix: string,
): JsonObject {
  const { properties, name } = definition;
  const indexProperties = (properties.GlobalSecondaryIndexes ?? []) as readonly JsonObject[];
  const tableArn = `${arnPrefix}${name}`;
  return {
    TableName: name,
    TableArn: tableArn,
    TableId: tableId(name, createdAtMs),
    TableStatus: 'ACTIVE',
    KeySchema: properties.KeySchema,
    AttributeDefinitions: properties.AttributeDefinitions,
    ProvisionedThroughput: ON_DEMAND,
    DeletionProtectionEnabled: String(properties.DeletionProtectionEnabled) === 'true',
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    // The API has times in seconds.
    CreationDateTime: createdAtMs / 1000,
    ItemCount: store.entryCount,
    TableSizeBytes: store.sizeBytes,
    ...(indexes.length > 0 && {
      GlobalSecondaryIndexes: indexes.map((index, position) => ({
        IndexName: index.definition.name,
        IndexArn: `${tableArn}/index/${index.definition.name}`,
        ProvisionedThroughput: ON_DEMAND,
        KeySchema: indexProperties[position]?.KeySchema,
        Projection: indexProperties[position]?.Projection,
        IndexStatus: 'ACTIVE',
        ItemCount: index.store.entryCount,
        IndexSizeBytes: index.store.sizeBytes,
      })),
    }),
  };
}

// As AWS describes tables that are billed on demand.
const ON_DEMAND = { NumberOfDecreasesToday: 0, ReadCapacityUnits: 0, WriteCapacityUnits: 0 };

/** An id in the shape of a UUID, the same for the same table of the same age. */
function tableId(name: string, createdAtMs: number): string {
  const digits = [name, `${name} ${createdAtMs}`, `${createdAtMs} ${name}`, `${name}${name}`]
    .map((text) => partitionHash(text).toString(16).padStart(8, '0'))
    .join('');
  const part = (from: number, to: number) => digits.slice(from, to);
  return `${part(0, 8)}-${part(8, 12)}-4${part(13, 16)}-8${part(17, 20)}-${part(20, 32)}`;
}
