import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '#local-cloud/service.ts';
import { ServiceError } from '#local-cloud/service.ts';
import type { Usage } from '../capacity.ts';
import { checkUsage, readUnits, readUsage, writeUsage } from '../capacity.ts';
import { objectParameter, refuseUnknownParameters } from '../parameters.ts';
import {
  CAPACITY_WORDS,
  lengthProblem,
  METRICS_WORDS,
  ON_FAILURE_WORDS,
  refuseUnknownWords,
} from '../request-constraints.ts';
import { commitChanges } from '../tables/commit-changes.ts';
import type { Database, FinishedTransaction } from '../tables/database.ts';
import { keyId } from '../tables/primary-key.ts';
import { constraintErrors, validationError } from '../validation-error.ts';
import { book } from './batch.ts';
import { returnedItem } from './item-operations.ts';
import { transactItems, withTables } from './transact-items.ts';
import type { CancellationReason } from './transaction-cancelled.ts';
import { allOrCancel, transactionCancelled } from './transaction-cancelled.ts';
import { CONFLICT_REASON, conflictsOf, holdItems } from './transaction-conflict.ts';
import type { WriteAction, WriteKind, WriteRequest, WriteVerdict } from './write-action.ts';
import { judgeWrite, readWriteRequest, refuseLargePut, writeActionFor } from './write-action.ts';

// AWS "Service quotas": up to 4 MB in a transaction. A client's token is valid for 10 minutes.
const TRANSACTION_BYTES_MAX = 4 * 1024 * 1024;
const TOKEN_LIFE_MS = 10 * 60 * 1000;
const TOKEN_LENGTH_MAX = 36;

/**
 * Carries out TransactWriteItems. Every action is judged before the first one is done, so either
 * all are done or none.
 * @throws {ServiceError} TransactionCanceledException with a reason for each action, in their order
 */
export function transactWriteItems(database: Database, input: JsonObject): JsonObject {
  const token = readToken(input);
  refuseUnknownWords(input, WORDS);
  const requests = transactItems(input);
  const wishes = requests.map(readWish);
  const actions = allOrCancel(withTables(database, wishes), ({ table, wish }) =>
    writeActionFor(table, wish),
  );
  refuseDuplicates(actions);
  const finished = token === undefined ? undefined : finishedOf(database, token, requests);
  if (finished !== undefined)
    return book(database, replayUsages(actions, finished), input, TRANSACTION);
  const conflicts = conflictsOf(database, actions);
  const outcomes: readonly Outcome[] = actions.map((action, index) =>
    conflicts?.[index] === true ? { reason: CONFLICT_REASON } : judge(action),
  );
  const reasons = outcomes.map(({ reason }) => reason);
  if (reasons.some(({ Code }) => Code !== 'None')) throw cancel(database, actions, reasons);
  const verdicts = outcomes.flatMap(({ verdict }) => verdict ?? []);
  refuseLarge(verdicts);
  const usages = verdicts.map((verdict, index) => usageOf(actions[index], verdict));
  const changes = verdicts.flatMap((verdict) => (verdict.kind === 'change' ? verdict.change : []));
  commitChanges(database, 'TransactWriteItems', changes);
  holdItems(database, actions);
  if (token !== undefined) remember(database, token, requests, verdicts);
  return book(database, usages, input, TRANSACTION);
}

const TRANSACTION = { isTransaction: true };

const WORDS = [CAPACITY_WORDS, METRICS_WORDS];
const ACTION_WORDS = [ON_FAILURE_WORDS];

type Outcome = { readonly verdict?: WriteVerdict; readonly reason: CancellationReason };

const KINDS: readonly WriteKind[] = ['ConditionCheck', 'Put', 'Delete', 'Update'];
const KNOWN = [
  'TableName',
  'ConditionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'ReturnValuesOnConditionCheckFailure',
];
const OWN: { readonly [kind in WriteKind]: readonly string[] } = {
  Put: ['Item'],
  Update: ['Key', 'UpdateExpression'],
  Delete: ['Key'],
  ConditionCheck: ['Key'],
};

function readWish(request: JsonObject): WriteRequest {
  refuseUnknownParameters('TransactWriteItems', request, KINDS);
  const [kind, ...others] = KINDS.filter((each) => request[each] !== undefined);
  if (kind === undefined || others.length > 0) {
    throw validationError(
      'TransactItems can only contain one of ConditionCheck, Put, Update or Delete',
    );
  }
  const input = objectParameter(request, kind);
  refuseUnknownParameters(`TransactWriteItems ${kind}`, input, [...KNOWN, ...OWN[kind]]);
  refuseUnknownWords(input, ACTION_WORDS);
  if (kind === 'Update' && input.UpdateExpression === undefined) {
    throw validationError('An Update in a transaction must have an UpdateExpression');
  }
  const wish = readWriteRequest(kind, input);
  refuseLargePut(wish);
  return wish;
}

function refuseDuplicates(actions: readonly WriteAction[]): void {
  const ids = new Set(actions.map(({ table, key }) => `${table.definition.name}/${keyId(key)}`));
  if (ids.size < actions.length) {
    throw validationError('Transaction request cannot include multiple operations on one item');
  }
}

function judge(action: WriteAction): Outcome {
  try {
    const verdict = judgeWrite(action);
    if (verdict.kind !== 'conditionFailed') return { verdict, reason: { Code: 'None' } };
    const item = action.returnsItemOnFailure ? verdict.existing?.item : undefined;
    const reason = { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' };
    if (item === undefined) return { verdict, reason };
    return { verdict, reason: { ...reason, Item: returnedItem(item, undefined) } };
  } catch (error) {
    const isRefusal = error instanceof ServiceError && error.code === 'ValidationException';
    if (!isRefusal) throw error;
    return { reason: { Code: 'ValidationError', Message: error.message } };
  }
}

// AWS does not document what a cancelled transaction uses. Here it counts as a failed conditional
// write of each action.
function cancel(
  database: Database,
  actions: readonly WriteAction[],
  reasons: readonly CancellationReason[],
): ServiceError {
  const usages = actions.map(({ table, key }) =>
    checkUsage(table.definition.name, table.find(key), true),
  );
  book(database, usages, {}, { isTransaction: true, isRefused: true });
  const failures = reasons.filter(({ Code }) => Code === 'ConditionalCheckFailed');
  database.meters.add('dynamodb.conditionalFailures', failures.length);
  return transactionCancelled(reasons);
}

function usageOf(action: WriteAction | undefined, verdict: WriteVerdict): Usage {
  if (verdict.kind === 'change') return writeUsage(verdict.change, true);
  return checkUsage(action?.table.definition.name ?? '', verdict.existing, true);
}

function refuseLarge(verdicts: readonly WriteVerdict[]): void {
  let bytes = 0;
  for (const verdict of verdicts) {
    if (verdict.kind === 'change') bytes += verdict.change.after?.sizeBytes ?? 0;
  }
  if (bytes > TRANSACTION_BYTES_MAX) {
    throw validationError('Transaction size has exceeded the maximum allowed size of 4 MB');
  }
}

/** AWS reports a token that is too long before any other fault, and alone. */
function readToken({ ClientRequestToken: token }: JsonObject): string | undefined {
  if (token === undefined) return undefined;
  const text = String(token);
  const problem = lengthProblem('ClientRequestToken', text.length, 1, TOKEN_LENGTH_MAX);
  if (problem !== undefined) throw constraintErrors([problem]);
  return text;
}

/**
 * The transaction that went through under this token, if it was the same one.
 * @throws {ServiceError} IdempotentParameterMismatchException when it was another one
 */
function finishedOf(
  database: Database,
  token: string,
  requests: readonly JsonObject[],
): FinishedTransaction | undefined {
  const finished = database.finishedTransactions.get(token);
  if (finished === undefined) return undefined;
  if (database.clock.nowMs() - finished.finishedAtMs >= TOKEN_LIFE_MS) return undefined;
  // The order of an item's members makes no difference to the request.
  if (isDeepStrictEqual(finished.requests, requests)) return finished;
  throw new ServiceError(
    'IdempotentParameterMismatchException',
    'DynamoDB rejected the request because you retried a request with a different payload but ' +
      'with an idempotent token that was already used.',
  );
}

function remember(
  database: Database,
  token: string,
  requests: readonly JsonObject[],
  verdicts: readonly WriteVerdict[],
): void {
  const { finishedTransactions: finished, clock } = database;
  const nowMs = clock.nowMs();
  // A map keeps the order of insertion, so the oldest come first. The loop ends at the first valid
  // one.
  for (const [old, { finishedAtMs }] of finished) {
    if (nowMs - finishedAtMs < TOKEN_LIFE_MS) break;
    finished.delete(old);
  }
  finished.set(token, { requests, sizesBytes: verdicts.map(largerBytes), finishedAtMs: nowMs });
}

function largerBytes(verdict: WriteVerdict): number {
  if (verdict.kind !== 'change') return verdict.existing?.sizeBytes ?? 0;
  const { before, after } = verdict.change;
  return Math.max(before?.sizeBytes ?? 0, after?.sizeBytes ?? 0);
}

// A finished transaction that is sent again costs a read of its items (API reference,
// TransactWriteItems). They have the sizes that they had then; measured on AWS (eu-west-2, August
// 2026): nubo-db/dynoxide, pull request 188.
function replayUsages(
  actions: readonly WriteAction[],
  { sizesBytes }: FinishedTransaction,
): readonly Usage[] {
  return actions.map(({ table }, index) =>
    readUsage(table.definition.name, readUnits(sizesBytes[index] ?? 0, 'transactional')),
  );
}
