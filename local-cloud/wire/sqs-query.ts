// SQS in the query protocol. Its lists have no `member`: each item stands for itself, under a name
// that is not that of the list. The names are those of the service's model of 2012-11-05.

import type { JsonObject } from '../service.ts';
import { isObject } from '../sqs/parameters.ts';
import { listOf } from './form-tree.ts';

/** What the service knows as numbers. */
const NUMBERS = ['DelaySeconds', 'MaxNumberOfMessages', 'VisibilityTimeout', 'WaitTimeSeconds'];

/** The input of an operation, from its form. A client older still names the queue by the path. */
export function sqsInput(operation: string, form: JsonObject, path: string): JsonObject {
  const isOfQueue = !OF_NO_QUEUE.includes(operation);
  const isPath = isOfQueue && form.QueueUrl === undefined && /^\/[^/]+\/[^/]+$/.test(path);
  const entries = form[`${operation}RequestEntry`];
  const rest = Object.entries(form).filter(([name]) => name !== `${operation}RequestEntry`);
  return {
    ...(isPath && { QueueUrl: `http://localhost${path}` }),
    ...inputMembers(Object.fromEntries(rest)),
    ...(operation.endsWith('Batch') && {
      Entries: listOf(entries).map((entry) => (isObject(entry) ? inputMembers(entry) : entry)),
    }),
  };
}

const OF_NO_QUEUE = ['CreateQueue', 'GetQueueUrl', 'ListQueues'];

function inputMembers(form: JsonObject): JsonObject {
  const entries = Object.entries(form).map(([name, value]): [string, unknown] => {
    switch (name) {
      case 'Attribute':
        return ['Attributes', mapOf(value, 'Name', (text) => text)];
      case 'Tag':
        return ['tags', mapOf(value, 'Key', (text) => text)];
      case 'MessageAttribute':
      case 'MessageSystemAttribute':
        return [`${name}s`, mapOf(value, 'Name', (attribute) => attribute)];
      case 'AttributeName':
      case 'MessageAttributeName':
      case 'MessageSystemAttributeName':
        return [`${name}s`, listOf(value)];
      default:
        return [name, NUMBERS.includes(name) ? numberOf(value) : value];
    }
  });
  return Object.fromEntries(entries);
}

/** Text that is no number stays as it is, and is refused by the service. */
function numberOf(value: unknown): unknown {
  return typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
}

function mapOf(value: unknown, key: string, read: (value: unknown) => unknown): JsonObject {
  const entries = listOf(value).map((item): [string, unknown] => {
    const { [key]: name, Value } = isObject(item) ? item : {};
    return [String(name), read(Value)];
  });
  return Object.fromEntries(entries);
}

/** An operation's output as the elements of its result. */
export function sqsResult(operation: string, output: JsonObject): unknown {
  const { Successful, Failed, ...rest } = output;
  return {
    ...elements(rest),
    ...(Successful !== undefined && { [`${operation}ResultEntry`]: Successful }),
    ...(Failed !== undefined && { BatchResultErrorEntry: Failed }),
  };
}

function elements(output: JsonObject): JsonObject {
  const entries = Object.entries(output).map(([name, value]): [string, unknown] => {
    if (name === 'Messages') return ['Message', (value as JsonObject[]).map(elements)];
    if (name === 'QueueUrls') return ['QueueUrl', value];
    if (name === 'Attributes' || name === 'MessageAttributes')
      return [name.slice(0, -1), namedValues(value)];
    return [name, value];
  });
  return Object.fromEntries(entries);
}

function namedValues(map: unknown): JsonObject[] {
  return Object.entries(map as JsonObject).map(([Name, Value]) => ({ Name, Value }));
}
