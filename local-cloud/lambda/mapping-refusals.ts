// Refuses event source mappings that AWS does not create, although each value is in range.

import { ServiceError } from '../service.ts';
import type { MappingSettings } from './mapping-settings.ts';

/** The most messages of a batch without a window: the result of one receive. */
const BATCH_SIZE_MAX_AT_ONCE = 10;

/** The settings of a mapping, its queue and its function. */
export type MappedPair = {
  readonly settings: MappingSettings;
  /** The queue's visibility time-out. */
  readonly visibilityMs: number;
  /** The function's time-out. */
  readonly timeoutMs: number;
};

/**
 * Refuses what CreateEventSourceMapping refuses. The messages are from public reports
 * (serverless/serverless#8989, github-aws-runners/terraform-aws-github-runner#465).
 * @throws {ServiceError} InvalidParameterValueException
 */
export function refuseMapping({ settings, visibilityMs, timeoutMs }: MappedPair): void {
  const { batchSize, windowMs } = settings;
  if (batchSize > BATCH_SIZE_MAX_AT_ONCE && windowMs === 0) {
    throw refused(
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater ' +
        'than 10',
    );
  }
  if (visibilityMs >= timeoutMs) return;
  throw refused(
    `Queue visibility timeout: ${visibilityMs / 1000} seconds is less than ` +
      `Function timeout: ${timeoutMs / 1000} seconds`,
  );
}

/**
 * Refuses a second mapping of a queue to the same function.
 * @throws {ServiceError} ResourceConflictException
 */
export function refuseSecondMapping(
  { queueArn, functionName }: MappingSettings,
  earlier: readonly MappingSettings[],
): void {
  const isSame = (other: MappingSettings): boolean =>
    other.queueArn === queueArn && other.functionName === functionName;
  if (!earlier.some(isSame)) return;
  throw new ServiceError(
    'ResourceConflictException',
    `An event source mapping with SQS arn (" ${queueArn} ") and function (" ${functionName} ") ` +
      'already exists.',
  );
}

/** The refusal of a mapping whose queue does not exist. */
export function queueNotFound(logicalId: string, queueArn: string): ServiceError {
  return refused(
    `${logicalId}: the template has no queue ${queueArn}. AWS: SQS Error Code: ` +
      'AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not ' +
      'exist.',
  );
}

function refused(text: string): ServiceError {
  return new ServiceError('InvalidParameterValueException', text);
}
