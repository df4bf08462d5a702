// What errors of SQS are called on the wire: one name of the JSON protocol, one of the older one.

import { type ErrorNames, ServiceError } from '../service.ts';

/**
 * Both names of an error. Batch entries and `error.Code` have the older one, which the header
 * x-amzn-query-error carries; as in the service's public model (error shapes and their codes).
 */
export function errorNamesOf(code: string): ErrorNames | undefined {
  if (code === 'LocalCloudUnsupported') return undefined;
  const json = JSON_NAMES[code] ?? code;
  return { json: `com.amazonaws.sqs#${json}`, query: QUERY_NAMES[code] ?? queryNameOf(code) };
}

/** The error of a batch's entry: its code is the older name. */
export function failedEntry(id: unknown, { code, message }: ServiceError): EntryError {
  const query = errorNamesOf(code)?.query ?? code;
  return { Id: id, SenderFault: true, Code: query, Message: message };
}

type EntryError = { Id: unknown; SenderFault: boolean; Code: string; Message: string };

/** A value that a parameter cannot have, in the words that AWS uses for all of them. */
export function invalidValue(value: unknown, parameter: string, reason: string): ServiceError {
  return new ServiceError(
    'InvalidParameterValue',
    `Value ${String(value)} for parameter ${parameter} is invalid. Reason: ${reason}`,
  );
}

/** A parameter that has to be there. */
export function missingParameter(name: string): ServiceError {
  return new ServiceError('MissingParameter', `The request must contain the parameter ${name}.`);
}

const JSON_NAMES: Readonly<Record<string, string>> = {
  InvalidParameterValue: 'InvalidParameterValueException',
  MissingParameter: 'MissingRequiredParameterException',
};

const QUERY_NAMES: Readonly<Record<string, string>> = {
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  QueueNameExists: 'QueueAlreadyExists',
};

function queryNameOf(code: string): string {
  return WITH_PREFIX.includes(code) ? `AWS.SimpleQueueService.${code}` : code;
}

const WITH_PREFIX = [
  'BatchEntryIdsNotDistinct',
  'BatchRequestTooLong',
  'EmptyBatchRequest',
  'InvalidBatchEntryId',
  'MessageNotInflight',
  'PurgeQueueInProgress',
  'QueueDeletedRecently',
  'TooManyEntriesInBatchRequest',
  'UnsupportedOperation',
];
