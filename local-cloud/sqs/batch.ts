// Checks batches: 1 to 10 entries with distinct ids.

import { type JsonObject, ServiceError } from '../service.ts';
import { BATCH_ENTRIES_MAX } from './limits.ts';
import { entriesParameter } from './parameters.ts';

/**
 * The entries of a batch call.
 * @throws {ServiceError} EmptyBatchRequest, TooManyEntriesInBatchRequest, InvalidBatchEntryId,
 * BatchEntryIdsNotDistinct
 */
export function readBatch(input: JsonObject, operation: string): JsonObject[] {
  const entries = entriesParameter(input, 'Entries');
  if (entries.length === 0) {
    const text = `There should be at least one ${operation}RequestEntry in the request.`;
    throw new ServiceError('EmptyBatchRequest', text);
  }
  if (entries.length > BATCH_ENTRIES_MAX) {
    throw new ServiceError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${BATCH_ENTRIES_MAX}. ` +
        `You have sent ${entries.length}.`,
    );
  }
  const ids = new Set<unknown>();
  for (const { Id } of entries) {
    if (typeof Id !== 'string' || !/^[\w-]{1,80}$/.test(Id)) {
      throw new ServiceError(
        'InvalidBatchEntryId',
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. ' +
          'It can be at most 80 letters long.',
      );
    }
    if (ids.has(Id)) throw new ServiceError('BatchEntryIdsNotDistinct', `Id ${Id} repeated.`);
    ids.add(Id);
  }
  return entries;
}

/** The answer of a batch call. An empty list is left out. */
export function batchAnswer(successful: JsonObject[], failed: JsonObject[]): JsonObject {
  return {
    ...(successful.length > 0 && { Successful: successful }),
    ...(failed.length > 0 && { Failed: failed }),
  };
}
