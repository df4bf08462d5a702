// Operations on a queue as a whole: its address, its attributes, its creation and deletion.

import { LOCAL_CLOUD_HOST } from '../gateway/endpoint-guard.ts';
import { type JsonObject, ServiceError, UnsupportedError } from '../service.ts';
import {
  integerParameter,
  isObject,
  namesParameter,
  onlyParameters,
  textParameter,
} from './parameters.ts';
import type { Queue } from './queue.ts';
import type { QueueDirectory, SqsOperation } from './queue-directory.ts';
import { policyText, readQueueSettings } from './queue-settings.ts';

/** The operations on queues. */
export const QUEUE_OPERATIONS: Readonly<Record<string, SqsOperation>> = {
  CreateQueue: createQueue,
  DeleteQueue: deleteQueue,
  GetQueueUrl: getQueueUrl,
  GetQueueAttributes: getQueueAttributes,
  ListQueues: listQueues,
  PurgeQueue: purgeQueue,
};

type AttributeOf = Readonly<Record<string, (queue: Pick<Queue, 'settings'>) => string | undefined>>;

/** The attributes that CreateQueue accepts, too. */
const SETTINGS: AttributeOf = {
  DelaySeconds: ({ settings }) => String(settings.delayMs / 1000),
  VisibilityTimeout: ({ settings }) => String(settings.visibilityMs / 1000),
  MessageRetentionPeriod: ({ settings }) => String(settings.retentionMs / 1000),
  MaximumMessageSize: ({ settings }) => String(settings.payloadBytesMax),
  ReceiveMessageWaitTimeSeconds: ({ settings }) => String(settings.waitMs / 1000),
  RedrivePolicy: ({ settings: { redrive } }) => redrive && policyText(redrive),
};

/** Attributes that AWS also has, and that a local run does not show. */
const UNSHOWN = [
  'CreatedTimestamp',
  'LastModifiedTimestamp',
  'Policy',
  'RedriveAllowPolicy',
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
  'SqsManagedSseEnabled',
];

const ATTRIBUTES: Readonly<Record<string, (queue: Queue) => string | undefined>> = {
  QueueArn: ({ arn }) => arn,
  ApproximateNumberOfMessages: (queue) => String(queue.counts().visible),
  ApproximateNumberOfMessagesNotVisible: (queue) => String(queue.counts().inFlight),
  ApproximateNumberOfMessagesDelayed: (queue) => String(queue.counts().delayed),
  ...SETTINGS,
};

function createQueue(directory: QueueDirectory, input: JsonObject): JsonObject {
  onlyParameters('CreateQueue', input, ['QueueName', 'Attributes', 'tags']);
  const name = textParameter(input, 'QueueName');
  const properties = isObject(input.Attributes) ? input.Attributes : {};
  const isFifo = name.endsWith('.fifo') && properties.FifoQueue === 'true';
  if (isFifo) throw new UnsupportedError('FIFO queues', ['standard queues']);
  if (!/^[\w-]{1,80}$/.test(name)) {
    const text =
      'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length';
    throw new ServiceError('InvalidParameterValue', text);
  }
  const { accountId, region, endpoint } = directory.options;
  const url = queueUrl(accountId, name, endpoint);
  const existing = directory.all().find((queue) => queue.name === name);
  if (existing === undefined) {
    directory.refuseRecentName(name);
    directory.refuseLostDeadLetterQueue(readQueueSettings(properties).redrive);
    const arn = `arn:aws:sqs:${region}:${accountId}:${name}`;
    directory.create({ name, arn, url, properties });
  } else refuseOtherSettings(existing, properties);
  directory.bill('CreateQueue', 0);
  return { QueueUrl: url };
}

/** A queue may be created again, but only with the same settings. */
function refuseOtherSettings(queue: Queue, properties: JsonObject): void {
  const asked = { settings: readQueueSettings(properties) };
  const isOther = (name: string): boolean => SETTINGS[name]?.(asked) !== SETTINGS[name]?.(queue);
  const other = Object.keys(properties).find(isOther);
  if (other === undefined) return;
  throw new ServiceError(
    'QueueNameExists',
    `A queue already exists with the same name and a different value for attribute ${other}`,
  );
}

/** The address of a queue of the local cloud. The resolved template has the same one. */
export function queueUrl(
  accountId: string,
  name: string,
  endpoint = `http://${LOCAL_CLOUD_HOST}`,
): string {
  return `${endpoint}/${accountId}/${name}`;
}

function deleteQueue(directory: QueueDirectory, input: JsonObject): JsonObject {
  onlyParameters('DeleteQueue', input, ['QueueUrl']);
  directory.remove(directory.of(input));
  directory.bill('DeleteQueue', 0);
  return {};
}

function getQueueUrl(directory: QueueDirectory, input: JsonObject): JsonObject {
  onlyParameters('GetQueueUrl', input, ['QueueName', 'QueueOwnerAWSAccountId']);
  const name = textParameter(input, 'QueueName');
  const queue = directory.all().find((each) => each.name === name);
  if (queue === undefined) {
    throw new ServiceError('QueueDoesNotExist', 'The specified queue does not exist.');
  }
  directory.bill('GetQueueUrl', 0);
  return { QueueUrl: queue.url };
}

function getQueueAttributes(directory: QueueDirectory, input: JsonObject): JsonObject {
  onlyParameters('GetQueueAttributes', input, ['QueueUrl', 'AttributeNames']);
  const queue = directory.of(input);
  const known = Object.keys(ATTRIBUTES);
  const asked = namesParameter(input, 'AttributeNames');
  const names = asked.includes('All') ? known : asked;
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined && UNSHOWN.includes(unknown))
    throw new UnsupportedError(`the queue attribute ${unknown}`, known);
  if (unknown !== undefined)
    throw new ServiceError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
  const entries = names
    .map((name) => [name, ATTRIBUTES[name]?.(queue)] as const)
    .filter(([, value]) => value !== undefined);
  directory.bill('GetQueueAttributes', 0);
  return entries.length === 0 ? {} : { Attributes: Object.fromEntries(entries) };
}

function listQueues(directory: QueueDirectory, input: JsonObject): JsonObject {
  onlyParameters('ListQueues', input, ['QueueNamePrefix', 'MaxResults', 'NextToken']);
  const prefix = typeof input.QueueNamePrefix === 'string' ? input.QueueNamePrefix : '';
  const limit = integerParameter(input, 'MaxResults', { min: 1, max: 1000 });
  const after = typeof input.NextToken === 'string' ? nameIn(input.NextToken) : '';
  const matching = directory
    .all()
    .filter(({ name }) => name.startsWith(prefix) && name > after)
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const page = matching.slice(0, limit ?? 1000);
  const last = page.at(-1);
  directory.bill('ListQueues', 0);
  if (last === undefined) return {};
  // Without a limit of its own, a call gets up to a thousand addresses and no token for more.
  const hasMore = limit !== undefined && page.length < matching.length;
  return {
    QueueUrls: page.map(({ url }) => url),
    ...(hasMore && { NextToken: tokenFor(last.name) }),
  };
}

function tokenFor(name: string): string {
  return Buffer.from(name).toString('base64');
}

function nameIn(token: string): string {
  return Buffer.from(token, 'base64').toString();
}

function purgeQueue(directory: QueueDirectory, input: JsonObject): JsonObject {
  onlyParameters('PurgeQueue', input, ['QueueUrl']);
  directory.purge(directory.of(input));
  directory.bill('PurgeQueue', 0);
  return {};
}
