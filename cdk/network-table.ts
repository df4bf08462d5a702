import { AttributeType, BillingMode, ProjectionType, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import type { StackConfiguration } from '#domain/stack/stack-configuration.ts';
import type { CustomerKey } from './customer-key.ts';
import { dataGoesWith } from './data-removal.ts';
import type { Deployment } from './deployment-in-context.ts';

/** The index that finds who could be promoted. */
export const candidatesIndex = 'candidates';

/**
 * The one table. Its key layout is documented in adapters/network/items.ts and
 * docs/architecture.md.
 */
export class NetworkTable extends Table {
  constructor(
    scope: Construct,
    id: string,
    configuration: StackConfiguration,
    environment: Deployment['environment'],
    key: CustomerKey | null,
  ) {
    const capacity = capacityOf(configuration);
    super(scope, id, {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: capacity === null ? BillingMode.PAY_PER_REQUEST : BillingMode.PROVISIONED,
      ...capacity,
      timeToLiveAttribute: 'expiresAtSeconds',
      removalPolicy: dataGoesWith(environment),
      ...(environment === 'prod' ? kept : {}),
    });
    // Sparse: only eligible clients carry `candidateCell`, and heal needs no more than this of
    // them.
    this.addGlobalSecondaryIndex({
      ...capacity,
      indexName: candidatesIndex,
      partitionKey: { name: 'candidateCell', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: ['nodeId', 'epoch', 'home', 'claimedSlots'],
    });
    key?.encryptsTable(this);
  }
}

/** It can be recovered as it was at any second of 35 days, and nobody deletes it by mistake. */
const kept = {
  pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
  deletionProtection: true,
};

/** What is reserved a second, for the table and once more for its index; null: nothing is. */
function capacityOf({ tableBilling, tableReadUnits, tableWriteUnits }: StackConfiguration) {
  if (tableBilling === 'on-demand') return null;
  return { readCapacity: tableReadUnits, writeCapacity: tableWriteUnits };
}
