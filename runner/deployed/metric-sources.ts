// Which of CloudWatch's own metrics tells which meter.
import type { MetricSeries } from '#adapters/stack/stack-metrics.ts';
import type { StackPart } from '#adapters/stack/stack-parts.ts';

/** A series whose numbers add to meters. */
export interface MetricSource {
  readonly meters: readonly string[];
  readonly series: MetricSeries;
}

/**
 * The series of one part of a stack. Some tell a billed quantity, and others only explain one:
 * a request to SQS may carry ten messages, and Lambda's `Duration` is neither rounded nor has it
 * the initialisation, which is billed too.
 */
export function metricSources({ type, physicalId, properties }: StackPart): MetricSource[] {
  switch (type) {
    case 'AWS::Lambda::Function':
      return sources('AWS/Lambda', { FunctionName: lastOf(physicalId, ':') }, lambdaMeters);
    case 'AWS::SQS::Queue':
      return sources('AWS/SQS', { QueueName: lastOf(physicalId, '/') }, sqsMeters);
    case 'AWS::DynamoDB::Table':
      return tableSources(physicalId, properties);
    case 'AWS::StepFunctions::StateMachine':
      return sources('AWS/States', { StateMachineArn: physicalId }, machineMeters);
    case 'AWS::Logs::LogGroup':
      return sources('AWS/Logs', { LogGroupName: physicalId }, logMeters);
    default:
      return [];
  }
}

/** Meters by the metric that tells them. */
type Told = Readonly<Record<string, readonly string[]>>;

const lambdaMeters: Told = {
  Invocations: ['lambda.requests'],
  Errors: ['lambda.errors'],
  Throttles: ['lambda.throttles'],
  Duration: ['lambda.durationMs'],
};

const sqsMeters: Told = {
  NumberOfMessagesSent: ['sqs.messagesSent'],
  NumberOfMessagesReceived: ['sqs.messagesReceived'],
  NumberOfMessagesDeleted: ['sqs.messagesDeleted'],
  NumberOfEmptyReceives: ['sqs.emptyReceives'],
};

const machineMeters: Told = { ExecutionsStarted: ['stepFunctions.executions'] };

const logMeters: Told = { IncomingBytes: ['logs.bytes'] };

/** A table with reserved capacity is billed for that, and its units only explain it. */
function tableSources(TableName: string, properties: StackPart['properties']): MetricSource[] {
  const isOnDemand = properties.BillingMode === 'PAY_PER_REQUEST';
  const meters = (units: string, of: string) => {
    const total = `dynamodb.${units}`;
    return isOnDemand ? [total, `${total}.${of}`] : [`${total}.${of}`];
  };
  const told = (of: string): Told => ({
    ConsumedReadCapacityUnits: meters('readUnits', of),
    ConsumedWriteCapacityUnits: meters('writeUnits', of),
  });
  return [
    ...sources('AWS/DynamoDB', { TableName }, told('table')),
    ...indexNames(properties).flatMap((GlobalSecondaryIndexName) =>
      sources('AWS/DynamoDB', { TableName, GlobalSecondaryIndexName }, told('index')),
    ),
  ];
}

function sources(namespace: string, dimensions: MetricSeries['dimensions'], told: Told) {
  return Object.entries(told).map(
    ([name, meters]): MetricSource => ({ meters, series: { namespace, name, dimensions } }),
  );
}

function indexNames({ GlobalSecondaryIndexes: indexes }: StackPart['properties']): string[] {
  return Array.isArray(indexes) ? indexes.map(({ IndexName }) => String(IndexName)) : [];
}

/** An engine may call a function by its ARN and a queue by its URL. */
function lastOf(physicalId: string, separator: string): string {
  return physicalId.slice(physicalId.lastIndexOf(separator) + 1);
}
