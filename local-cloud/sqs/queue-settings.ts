// The settings of a queue, read from CloudFormation's properties or CreateQueue's attributes.

import { type JsonObject, ServiceError, UnsupportedError } from '../service.ts';
import { invalidValue } from './error-names.ts';
import {
  DELAY_SECONDS_MAX,
  PAYLOAD_BYTES_MAX,
  RETENTION_SECONDS_MAX,
  VISIBILITY_SECONDS_MAX,
  WAIT_SECONDS_MAX,
} from './limits.ts';
import { integerParameter, isObject } from './parameters.ts';

/** The dead-letter queue of a queue, and after how many receives a message goes there. */
export type Redrive = { deadLetterArn: string; receiveCountMax: number };

/** A standard queue's settings. */
export type QueueSettings = {
  delayMs: number;
  visibilityMs: number;
  retentionMs: number;
  waitMs: number;
  payloadBytesMax: number;
  redrive: Redrive | undefined;
};

const SERVED = [
  'DelaySeconds',
  'VisibilityTimeout',
  'MessageRetentionPeriod',
  'MaximumMessageSize',
  'ReceiveMessageWaitTimeSeconds',
  'RedrivePolicy',
];

/** Settings that only FIFO queues have. AWS refuses them for others. */
const FIFO_ONLY = ['DeduplicationScope', 'FifoThroughputLimit'];

/** Settings of permissions and of encryption at rest. A run cannot notice them. */
const WITHOUT_EFFECT = [
  'QueueName',
  'Tags',
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
  'SqsManagedSseEnabled',
  'RedriveAllowPolicy',
  'Policy',
];

/**
 * Reads the settings. A missing one has the default of the API reference (CreateQueue).
 * @throws {UnsupportedError} a setting that is not served, such as FifoQueue
 * @throws {ServiceError} InvalidAttributeName, InvalidAttributeValue, InvalidParameterValue
 */
export function readQueueSettings(properties: JsonObject): QueueSettings {
  for (const [name, value] of Object.entries(properties)) refuseUnknown(name, value, properties);
  const read = (name: string, min: number, max: number): number | undefined => {
    try {
      return integerParameter(properties, name, { min, max });
    } catch {
      // The attributes of a queue have an error of their own.
      const text = `Invalid value for the parameter ${name}.`;
      throw new ServiceError('InvalidAttributeValue', text);
    }
  };
  return {
    delayMs: 1000 * (read('DelaySeconds', 0, DELAY_SECONDS_MAX) ?? 0),
    visibilityMs: 1000 * (read('VisibilityTimeout', 0, VISIBILITY_SECONDS_MAX) ?? 30),
    retentionMs: 1000 * (read('MessageRetentionPeriod', 60, RETENTION_SECONDS_MAX) ?? 345_600),
    waitMs: 1000 * (read('ReceiveMessageWaitTimeSeconds', 0, WAIT_SECONDS_MAX) ?? 0),
    payloadBytesMax: read('MaximumMessageSize', 1024, PAYLOAD_BYTES_MAX) ?? PAYLOAD_BYTES_MAX,
    redrive: readRedrive(properties.RedrivePolicy),
  };
}

function refuseUnknown(name: string, value: unknown, properties: JsonObject): void {
  if (SERVED.includes(name) || WITHOUT_EFFECT.includes(name)) return;
  const isFifo = String(properties.FifoQueue) === 'true';
  if (isFifo) throw new UnsupportedError('the queue attribute FifoQueue', SERVED);
  // CloudFormation leaves the property out where a template says `false`. The API does not know it
  // then.
  if (name === 'FifoQueue' && value === false) return;
  throw new ServiceError(
    'InvalidAttributeName',
    FIFO_ONLY.includes(name)
      ? `You can specify the ${name} only when FifoQueue is set to true.`
      : `Unknown Attribute ${name}.`,
  );
}

/** A redrive policy as the API carries it. */
export function policyText({ deadLetterArn, receiveCountMax }: Redrive): string {
  return JSON.stringify({ deadLetterTargetArn: deadLetterArn, maxReceiveCount: receiveCountMax });
}

function readRedrive(given: unknown): Redrive | undefined {
  if (given === undefined || given === null || given === '') return undefined;
  const policy = parsedPolicy(given);
  if (typeof policy?.deadLetterTargetArn !== 'string' || policy.maxReceiveCount === undefined) {
    const reason = 'it needs deadLetterTargetArn and maxReceiveCount.';
    throw invalidValue(textOf(given), 'RedrivePolicy', reason);
  }
  const receiveCountMax = Number(policy.maxReceiveCount);
  if (!Number.isInteger(receiveCountMax) || receiveCountMax < 1 || receiveCountMax > 1000) {
    const reason =
      `Invalid value for maxReceiveCount: ${String(policy.maxReceiveCount)}, ` +
      'valid values are from 1 to 1000 both inclusive.';
    throw invalidValue(textOf(given), 'RedrivePolicy', reason);
  }
  return { deadLetterArn: policy.deadLetterTargetArn, receiveCountMax };
}

function parsedPolicy(given: unknown): JsonObject | undefined {
  try {
    const policy: unknown = typeof given === 'string' ? JSON.parse(given) : given;
    return isObject(policy) ? policy : undefined;
  } catch {
    return undefined;
  }
}

function textOf(given: unknown): string {
  return typeof given === 'string' ? given : JSON.stringify(given);
}
