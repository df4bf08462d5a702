import type { JsonObject } from '#local-cloud/service.ts';
import {
  CAPACITY_WORDS,
  rangeProblem,
  refuseTableName,
  refuseUnknownWords,
  SELECT_WORDS,
} from '../request-constraints.ts';
import type { Database } from '../tables/database.ts';
import type { Entry } from '../tables/ordered-store.ts';
import { comparePartitions, firstIndex, partitionHash } from '../tables/ordered-store.ts';
import type { PageRequest } from '../tables/read-page.ts';
import { answerPage, pageRequestFor, readPageWish } from '../tables/read-page.ts';
import { inOlderWords, validationError } from '../validation-error.ts';

/**
 * Carries out Scan: one page of a table or index, partitions in the order of a hash of their keys.
 */
export function scan(database: Database, input: JsonObject): JsonObject {
  refuseTableName(database, input.TableName);
  const { Limit, Segment: segment, TotalSegments: total } = input;
  refuseUnknownWords(input, WORDS, [
    rangeProblem('Limit', Limit, 1),
    rangeProblem('Segment', segment, 0, SEGMENTS_MAX - 1),
    rangeProblem('TotalSegments', total, 1, SEGMENTS_MAX),
  ]);
  const wish = inOlderWords(() => readPageWish('Scan', input));
  wish.parameters.refuseUnused();
  const wanted = readSegment(input);
  const request = pageRequestFor(database, input, wish);
  refuseForeignStart(request, wanted);
  return answerPage(database, input, request, entriesOf(request, wanted));
}

const WORDS = [CAPACITY_WORDS, SELECT_WORDS];

type Segment = { readonly number: number; readonly count: number };

// AWS API reference, Scan: TotalSegments from 1 to 1,000,000.
const SEGMENTS_MAX = 1_000_000;
const HASHES = 2 ** 32;

function readSegment({ Segment: number, TotalSegments: count }: JsonObject): Segment {
  if (number === undefined && count === undefined) return { number: 0, count: 1 };
  if (number === undefined) throw missingParameter('Segment', 'parameter TotalSegments');
  if (count === undefined) throw missingParameter('TotalSegments', 'Segment parameter');
  const segment = { number: Number(number), count: Number(count) };
  if (segment.number < segment.count) return segment;
  throw validationError(
    'The Segment parameter is zero-based and must be less than parameter TotalSegments: ' +
      `Segment: ${segment.number} is not less than TotalSegments: ${segment.count}`,
  );
}

function missingParameter(missing: string, present: string): Error {
  return validationError(
    `The ${missing} parameter is required but was not present in the request when ${present} ` +
      'is present',
  );
}

/** A segment's page starts after an entry of that very segment. */
function refuseForeignStart({ startAfter }: PageRequest, { number, count }: Segment): void {
  if (startAfter === undefined) return;
  if (segmentOf(partitionHash(startAfter.partition), count) === number) return;
  throw validationError(
    'The provided starting key is invalid: Invalid ExclusiveStartKey. ' +
      'Please use ExclusiveStartKey with correct Segment. ' +
      `TotalSegments: ${count} Segment: ${number}`,
  );
}

function segmentOf(hash: number, count: number): number {
  return Math.floor((hash / HASHES) * count);
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
    if (segmentOf(partition.hash, count) !== number) continue;
    if (start === undefined || partition.key !== start.key) yield* partition.entries;
    else
      yield* partition.entries.slice(
        firstIndex(partition.entries, (entry) => store.compare(entry, start) > 0),
      );
  }
}
