// The settings of an event source mapping, read from CloudFormation's properties.

import { type JsonObject, UnsupportedError } from '../service.ts';
import { integerParameter, isObject, namesParameter, textParameter } from '../sqs/parameters.ts';

/** A mapping's settings. */
export type MappingSettings = {
  queueArn: string;
  functionName: string;
  isEnabled: boolean;
  batchSize: number;
  windowMs: number;
  reportsItemFailures: boolean;
  /** The most batches at a time. */
  concurrencyMax: number;
  /** Whether the template sets a maximum. Then no poller ever stops polling. */
  isBounded: boolean;
};

/** Concurrent invocations of a mapping without a limit of its own (guide, services-sqs-scaling). */
const CONCURRENCY_MAX = 1_250;

const SERVED = [
  'EventSourceArn',
  'FunctionName',
  'Enabled',
  'BatchSize',
  'MaximumBatchingWindowInSeconds',
  'FunctionResponseTypes',
  'ScalingConfig',
];

const WITHOUT_EFFECT = ['Tags', 'KmsKeyArn', 'MetricsConfig', 'LoggingConfig'];

/**
 * Reads the properties; defaults as in the API reference (CreateEventSourceMapping).
 * @throws {UnsupportedError} a property that is not served, such as FilterCriteria
 * @throws {ServiceError} a value out of range
 */
export function readMapping(properties: JsonObject): MappingSettings {
  for (const name of Object.keys(properties)) {
    if (SERVED.includes(name) || WITHOUT_EFFECT.includes(name)) continue;
    throw new UnsupportedError(`the property ${name} of an event source mapping`, SERVED);
  }
  const scaling = isObject(properties.ScalingConfig) ? properties.ScalingConfig : {};
  const read = (of: JsonObject, name: string, min: number, max: number): number | undefined =>
    integerParameter(of, name, { min, max });
  const maximumConcurrency = read(scaling, 'MaximumConcurrency', 2, 1_000);
  return {
    queueArn: textParameter(properties, 'EventSourceArn'),
    functionName: textParameter(properties, 'FunctionName'),
    isEnabled: properties.Enabled !== false,
    batchSize: read(properties, 'BatchSize', 1, 10_000) ?? 10,
    windowMs: 1000 * (read(properties, 'MaximumBatchingWindowInSeconds', 0, 300) ?? 0),
    reportsItemFailures: namesParameter(properties, 'FunctionResponseTypes').includes(
      'ReportBatchItemFailures',
    ),
    concurrencyMax: maximumConcurrency ?? CONCURRENCY_MAX,
    isBounded: maximumConcurrency !== undefined,
  };
}
