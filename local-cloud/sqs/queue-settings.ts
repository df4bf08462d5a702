// How a queue is set up: read from CloudFormation's properties or CreateQueue's attributes.

import { type JsonObject, ServiceError, UnsupportedError } from '../service.ts';
import {
  DELAY_SECONDS_MAX,
  PAYLOAD_BYTES_MAX,
  RETENTION_SECONDS_MAX,
  VISIBILITY_SECONDS_MAX,
  WAIT_SECONDS_MAX,
} from './limits.ts';
import { integerParameter, isObject } from './parameters.ts';

/** Where a message goes that was received too often. */
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

/** Settings of who may do what, and of encryption at rest: nothing that a run could observe. */
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
 * Reads the settings; what is missing has the default of the API reference (CreateQueue).
 * @throws {UnsupportedError} a setting that is not served, such as FifoQueue
 * @throws {ServiceError} a value out of range
 */
export function readQueueSettings(properties: JsonObject): QueueSettings {
  for (const [name, value] of Object.entries(properties)) {
    if (SERVED.includes(name) || WITHOUT_EFFECT.includes(name)) continue;
    if (name === 'FifoQueue' && (value === false || value === 'false')) continue;
    throw new UnsupportedError(`the queue attribute ${name}`, SERVED);
  }
  const read = (name: string, min: number, max: number): number | undefined =>
    integerParameter(properties, name, { min, max });
  return {
    delayMs: 1000 * (read('DelaySeconds', 0, DELAY_SECONDS_MAX) ?? 0),
    visibilityMs: 1000 * (read('VisibilityTimeout', 0, VISIBILITY_SECONDS_MAX) ?? 30),
    retentionMs: 1000 * (read('MessageRetentionPeriod', 60, RETENTION_SECONDS_MAX) ?? 345_600),
    waitMs: 1000 * (read('ReceiveMessageWaitTimeSeconds', 0, WAIT_SECONDS_MAX) ?? 0),
    payloadBytesMax: read('MaximumMessageSize', 1024, PAYLOAD_BYTES_MAX) ?? PAYLOAD_BYTES_MAX,
    redrive: readRedrive(properties.RedrivePolicy),
  };
}

function readRedrive(given: unknown): Redrive | undefined {
  if (given === undefined || given === null || given === '') return undefined;
  const policy: unknown = typeof given === 'string' ? JSON.parse(given) : given;
  if (isObject(policy) && typeof policy.deadLetterTargetArn === 'string') {
    const receiveCountMax = integerParameter(policy, 'maxReceiveCount', { min: 1, max: 1000 });
    const deadLetterArn = policy.deadLetterTargetArn;
    if (receiveCountMax !== undefined) return { deadLetterArn, receiveCountMax };
  }
  throw new ServiceError(
    'InvalidParameterValue',
    'Value for parameter RedrivePolicy is invalid. Reason: it needs deadLetterTargetArn and ' +
      'maxReceiveCount.',
  );
}
