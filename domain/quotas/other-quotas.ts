// Quotas of the services beside the four that carry the network.
import { counted, enforced, kept, notModelled, type Quota, quota } from './quota.ts';

/** By a name for code. */
export const otherQuotas = {
  secretBytes: quota('Secrets Manager', {
    name: 'value of a secret',
    page: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html',
    ...{ value: 65_536, unit: 'bytes', isAdjustable: false },
    local: enforced('InvalidParameterException'),
    twin: kept('the key has `identityKeyLength` characters'),
    plan: null,
  }),
  secretReadsPerSecond: quota('Secrets Manager', {
    name: 'GetSecretValue and DescribeSecret a second',
    page: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html',
    ...{ value: 10_000, unit: 'calls a second', isAdjustable: false },
    local: kept('an environment asks at its first log-in and once an hour: at most 40 at a time'),
    twin: kept('likewise'),
    plan: null,
  }),
  parameterReadsPerSecond: quota('Systems Manager', {
    name: 'GetParameter a second',
    page: 'https://docs.aws.amazon.com/general/latest/gr/ssm.html',
    ...{ value: 40, unit: 'calls a second', isAdjustable: true },
    local: kept('only the deploy reads one, the version of the bootstrap'),
    twin: kept('likewise'),
    plan: null,
  }),
  logEventBytes: quota('CloudWatch Logs', {
    name: 'one line of a log',
    page: 'https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_InputLogEvent.html',
    ...{ value: 1_048_576, unit: 'bytes', isAdjustable: false },
    local: counted('the longest line of a function'),
    twin: kept('a line tells of one message, or of one storm'),
    plan: null,
  }),
  embeddedMetrics: quota('CloudWatch', {
    name: 'metrics in one line of the embedded format',
    page: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html',
    ...{ value: 100, unit: 'metrics', isAdjustable: false },
    local: kept('there are some thirty names, and Powertools writes a line at a hundred'),
    twin: kept('it writes none'),
    plan: null,
  }),
  traceSegmentBytes: quota('X-Ray', {
    name: 'one segment of a trace',
    page: 'https://docs.aws.amazon.com/general/latest/gr/xray.html',
    ...{ value: 65_536, unit: 'bytes', isAdjustable: false },
    local: notModelled('it keeps no traces'),
    twin: notModelled('likewise'),
    plan: null,
  }),
  stackResources: quota('CloudFormation', {
    name: 'resources of a stack',
    page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html',
    ...{ value: 500, unit: 'resources', isAdjustable: false },
    local: kept('a test: the template has some sixty'),
    twin: kept('it has none'),
    plan: null,
  }),
} as const satisfies Record<string, Quota>;
