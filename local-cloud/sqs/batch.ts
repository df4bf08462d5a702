// Which batches are well-formed: 1 to 10 entries with distinct ids.

import { type JsonObject, ServiceError } from '../service.ts';
import { BATCH_ENTRIES_MAX } from './limits.ts';
import { entriesParameter } from './parameters.ts';

/**
 * The entries of a batch call.
 * @throws {ServiceError} EmptyBatchRequest, TooManyEntriesInBatchRequest, InvalidBatchEntryId,
 * BatchEntryIdsNotDistinct
 */
export function readBatch(input: JsonObject): JsonObject[] {
  const entries = entriesParameter(input, 'Entries');
  if (entries.length === 0) {
    throw new ServiceError('EmptyBatchRequest', 'There should be at least one entry.');
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
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores, ' +
          'at most 80.',
      );
    }
    if (ids.has(Id)) throw new ServiceError('BatchEntryIdsNotDistinct', `Id ${Id} repeated.`);
    ids.add(Id);
  }
  return entries;
}
