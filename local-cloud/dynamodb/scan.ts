import type { JsonObject } from '#local-cloud/service.ts';
import type { Database } from './database.ts';
import type { Entry } from './ordered-store.ts';
import { comparePartitions, firstIndex, partitionHash } from './ordered-store.ts';
import { countParameter } from './parameters.ts';
import type { PageRequest } from './read-page.ts';
import { answerPage, readPageRequest } from './read-page.ts';
import { validationError } from './validation-error.ts';

/**
 * Carries out Scan: one page of a table or index, partitions in the order of a hash of their keys.
 */
export function scan(database: Database, input: JsonObject): JsonObject {
  const request = readPageRequest(database, input);
  request.parameters.refuseUnused();
  return answerPage(database, input, request, entriesOf(request, readSegment(input)));
}

type Segment = { readonly number: number; readonly count: number };

// AWS API reference, Scan: TotalSegments from 1 to 1,000,000.
const SEGMENTS_MAX = 1_000_000;
const HASHES = 2 ** 32;

function readSegment(input: JsonObject): Segment {
  const number = countParameter(input, 'Segment', 0, SEGMENTS_MAX - 1);
  const count = countParameter(input, 'TotalSegments', 1, SEGMENTS_MAX);
  if (number === undefined && count === undefined) return { number: 0, count: 1 };
  if (number === undefined || count === undefined) {
    throw validationError('Segment and TotalSegments must be given together');
  }
  if (number >= count) {
    throw validationError(
      'The Segment parameter is zero-based and must be less than parameter TotalSegments: ' +
        `Segment: ${number} is not less than TotalSegments: ${count}`,
    );
  }
  return { number, count };
}

function* entriesOf(
  { store, startAfter }: PageRequest,
  { number, count }: Segment,
): Generator<Entry> {
  const partitions = store.partitionsInHashOrder();
  const start = startAfter && {
    ...startAfter,
    key: startAfter.partition,
    hash: partitionHash(startAfter.partition),
  };
  const first =
    start === undefined
      ? 0
      : firstIndex(partitions, (partition) => comparePartitions(partition, start) >= 0);
  for (let index = first; index < partitions.length; index++) {
    const partition = partitions[index];
    if (partition === undefined) return;
    if (Math.floor((partition.hash / HASHES) * count) !== number) continue;
    if (start === undefined || partition.key !== start.key) yield* partition.entries;
    else
      yield* partition.entries.slice(
        firstIndex(partition.entries, (entry) => store.compare(entry, start) > 0),
      );
  }
}
