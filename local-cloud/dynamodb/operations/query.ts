import type { JsonObject } from '#local-cloud/service.ts';
import { attributesOf } from '../expressions/condition-attributes.ts';
import { parseCondition } from '../expressions/condition-expression.ts';
import type { KeyCondition, KeyTest } from '../expressions/key-condition.ts';
import { keyConditionFor, readKeyTests, wantedRange } from '../expressions/key-condition.ts';
import { refuseUnfitOperands } from '../expressions/operand-checks.ts';
import { flagParameter } from '../parameters.ts';
import {
  CAPACITY_WORDS,
  rangeProblem,
  refuseTableName,
  refuseUnknownWords,
  SELECT_WORDS,
} from '../request-constraints.ts';
import type { Database } from '../tables/database.ts';
import type { Entry } from '../tables/ordered-store.ts';
import { firstIndex } from '../tables/ordered-store.ts';
import type { PageRequest, PageWish } from '../tables/read-page.ts';
import { answerPage, pageRequestFor, readPageWish } from '../tables/read-page.ts';
import { keyNames } from '../tables/table-definition.ts';
import { validationError } from '../validation-error.ts';

/**
 * Carries out Query: one page of one partition of a table or index, in the order of the sort key.
 */
export function query(database: Database, input: JsonObject): JsonObject {
  refuseTableName(database, input.TableName);
  refuseUnknownWords(input, WORDS, [limitProblem(input.Limit)]);
  const wish = readPageWish('Query', input);
  const tests = readTests(input, wish);
  wish.parameters.refuseUnused();
  const isForward = flagParameter(input, 'ScanIndexForward', true);
  const request = pageRequestFor(database, input, wish);
  refuseKeysInFilter(request);
  const wanted = keyConditionFor(tests, request.key);
  refuseForeignStart(request, wanted);
  return answerPage(database, input, request, entriesOf(request, wanted, isForward));
}

const WORDS = [CAPACITY_WORDS, SELECT_WORDS];

/** The message of a Query names the member and not its value. That of a Scan does both. */
function limitProblem(limit: unknown): string | undefined {
  const problem = rangeProblem('Limit', limit, 1);
  return problem?.replace(/^Value '[^']*' at 'limit'/, "Value at 'Limit'");
}

function readTests(input: JsonObject, { parameters }: PageWish): readonly KeyTest[] {
  const text = input.KeyConditionExpression;
  const condition = parameters.read(
    'KeyConditionExpression',
    text,
    parseCondition,
    refuseUnfitOperands,
  );
  if (condition !== undefined) return readKeyTests(condition, parameters);
  throw validationError(
    'Either the KeyConditions or KeyConditionExpression parameter must be specified ' +
      'in the request.',
  );
}

function* entriesOf(
  { store, startAfter }: PageRequest,
  wanted: KeyCondition,
  isForward: boolean,
): Generator<Entry> {
  const entries = store.entriesOf(wanted.partition);
  let { from, to } = wantedRange(entries, wanted);
  if (startAfter !== undefined && isForward) {
    from = Math.max(
      from,
      firstIndex(entries, (entry) => store.compare(entry, startAfter) > 0),
    );
  }
  if (startAfter !== undefined && !isForward) {
    to = Math.min(
      to,
      firstIndex(entries, (entry) => store.compare(entry, startAfter) >= 0),
    );
  }
  for (let step = 0; step < to - from; step++) {
    const entry = entries[isForward ? from + step : to - 1 - step];
    if (entry !== undefined) yield entry;
  }
}

function refuseForeignStart({ startAfter }: PageRequest, wanted: KeyCondition): void {
  if (startAfter === undefined) return;
  const { partition, sort } = startAfter;
  if (partition === wanted.partition && !wanted.isBefore(sort) && !wanted.isBeyond(sort)) return;
  throw validationError(
    'The provided starting key is outside query boundaries based on provided conditions',
  );
}

function refuseKeysInFilter({ filter, key, parameters }: PageRequest): void {
  if (filter === undefined) return;
  const keys = keyNames(key);
  const name = attributesOf(filter, parameters).find((each) => keys.includes(each));
  if (name === undefined) return;
  throw validationError(
    'Filter Expression can only contain non-primary key attributes: ' +
      `Primary key attribute: ${name}`,
  );
}
