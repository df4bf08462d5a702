// What AWS bills of this stack: the one name that each billed quantity has in the meters of every
// cloud, in the price books and in the bill.

/** A service of AWS, by the words a bill shows. */
export type Service =
  | 'SQS'
  | 'Lambda'
  | 'DynamoDB'
  | 'Step Functions'
  | 'CloudWatch'
  | 'X-Ray'
  | 'Secrets Manager'
  | 'KMS';

/** How one meter becomes a quantity that has a price. */
export interface BillableMeter {
  readonly service: Service;
  /** What is counted, in words for a bill's line. */
  readonly label: string;
  /** The unit that AWS prices. */
  readonly pricedUnit: string;
  /** How much of the meter is one priced unit. */
  readonly meterPerUnit: number;
}

/** Hours of a month in AWS's own sums (12 months of 730 hours are 365 days). */
export const hoursOfMonth = 730;

const bytesOfGb = 2 ** 30;

/**
 * Every meter that is billed. Other meters, such as `sqs.emptyReceives`, are details of these: they
 * explain a line and are never priced a second time.
 */
export const billableMeters = {
  'sqs.standardRequests': one('SQS', 'requests, standard queues', 'request'),
  'sqs.fifoRequests': one('SQS', 'requests, FIFO queues', 'request'),
  'sqs.fairRequests': one('SQS', 'surcharge of fair queues', 'request'),
  'lambda.requests': one('Lambda', 'requests', 'request'),
  'lambda.armGbSeconds': one('Lambda', 'compute, arm64, with INIT', 'GB-second'),
  'lambda.x86GbSeconds': one('Lambda', 'compute, x86, with INIT', 'GB-second'),
  'lambda.pollerHours': one('Lambda', 'provisioned event pollers', 'poller-hour'),
  'dynamodb.writeUnits': one('DynamoDB', 'write units, on demand', 'write unit'),
  'dynamodb.readUnits': one('DynamoDB', 'read units, on demand', 'read unit'),
  'dynamodb.provisionedWriteUnitHours': one('DynamoDB', 'write capacity', 'unit-hour'),
  'dynamodb.provisionedReadUnitHours': one('DynamoDB', 'read capacity', 'unit-hour'),
  'dynamodb.storageByteHours': byteHours('DynamoDB', 'storage'),
  'dynamodb.recoveryByteHours': byteHours('DynamoDB', 'point-in-time recovery'),
  'stepFunctions.transitions': one('Step Functions', 'transitions, Standard', 'transition'),
  'stepFunctions.expressRequests': one('Step Functions', 'requests, Express', 'request'),
  'stepFunctions.expressGbSeconds': one('Step Functions', 'compute, Express', 'GB-second'),
  'logs.bytes': {
    service: 'CloudWatch',
    label: 'logs taken in',
    pricedUnit: 'GB',
    meterPerUnit: bytesOfGb,
  },
  'cloudwatch.metricHours': monthly('CloudWatch', 'custom metrics', 'metric-month'),
  'cloudwatch.alarmHours': monthly('CloudWatch', 'alarms', 'alarm-month'),
  'cloudwatch.dashboardHours': monthly('CloudWatch', 'dashboards', 'dashboard-month'),
  'xray.traces': one('X-Ray', 'traces recorded', 'trace'),
  'secretsManager.secretHours': monthly('Secrets Manager', 'secrets kept', 'secret-month'),
  'secretsManager.requests': one('Secrets Manager', 'requests', 'request'),
  'kms.keyHours': monthly('KMS', 'customer keys', 'key-month'),
  'kms.requests': one('KMS', 'requests', 'request'),
} as const satisfies Record<string, BillableMeter>;

/** The name of a billed meter. */
export type BillableMeterName = keyof typeof billableMeters;

/** Every billed meter, in the order of a bill. */
export const billableMeterNames = Object.keys(billableMeters) as BillableMeterName[];

/** The services that are billed, in the order of a bill. */
export const billedServices: readonly Service[] = [
  ...new Set(billableMeterNames.map((name) => billableMeters[name].service)),
];

function one(service: Service, label: string, pricedUnit: string): BillableMeter {
  return { service, label, pricedUnit, meterPerUnit: 1 };
}

/** AWS prorates these by the hour. */
function monthly(service: Service, label: string, pricedUnit: string): BillableMeter {
  return { service, label, pricedUnit, meterPerUnit: hoursOfMonth };
}

function byteHours(service: Service, label: string): BillableMeter {
  return { service, label, pricedUnit: 'GB-month', meterPerUnit: hoursOfMonth * bytesOfGb };
}
