// The names of SQS's errors in answers: one of the JSON protocol, and one of the older protocol.

import { type ErrorNames, ServiceError } from '../service.ts';

/**
 * Both names of an error. Batch entries and `error.Code` have the older one, from the header
 * x-amzn-query-error. They follow the service's public model (error shapes and their codes).
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

/** The refusal of a parameter's value, in the words that AWS uses for all parameters. */
export function invalidValue(value: unknown, parameter: string, reason: string): ServiceError {
  return new ServiceError(
    'InvalidParameterValue',
    `Value ${String(value)} for parameter ${parameter} is invalid. Reason: ${reason}`,
  );
}

/** The refusal of a call that lacks a parameter. */
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
