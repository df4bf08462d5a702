// Where DynamoDB Local is known to do other than AWS documents, and only there, the comparison
// looks away: each case is a rule with its reason, and each rule counts how often it was needed.
import type { JsonObject } from '#local-cloud/service.ts';
import { type Comparable, textOf } from './comparable-answer.ts';
import {
  actionsOf,
  isError,
  missingKeyCount,
  type Observation,
  reasonCodes,
  withMoreUnits,
} from './observation.ts';
import { isPartOf } from './part-of-answer.ts';
import type { TheirWays } from './transaction-capacity.ts';
import { hasUnfitKey, transactionCapacityOfTheirs, unitsOf } from './transaction-capacity.ts';

/** One way in which DynamoDB Local differs from AWS. */
export interface KnownDeviation {
  readonly name: string;
  readonly reason: string;
  /** The page of AWS's that says what is right. */
  readonly source: string;
  /** Their answer as AWS would have given it, or undefined where the rule has nothing to say. */
  corrected(observation: Observation): Comparable | undefined;
}

const READS_AND_WRITES = 'Developer Guide, "DynamoDB read and write operations"';
const TRANSACTIONS = 'Developer Guide, "Amazon DynamoDB Transactions: How it works"';
const MEASURED_UNITS = 'dynoxide, pull request 188 (measured on AWS)';
const MEASURED_KEYS = 'dynamodb-conformance, pull requests 46 and 60 (measured on AWS)';
const CANCELLATION = 'API reference, TransactWriteItems, TransactionCanceledException';

/** The deviations, in the order in which they are tried. */
export const KNOWN_DEVIATIONS: readonly KnownDeviation[] = [
  // First, since the others compare what this one spells anew.
  {
    name: 'sums keep zeros behind the point',
    reason: 'AWS trims leading and trailing zeros of numbers.',
    source: 'Developer Guide, "Supported data types and naming rules"',
    corrected: ({ theirs }) => {
      const trimmed = JSON.parse(textOf(theirs), (name, value: unknown) =>
        name === 'N' && /\.\d*0$/.test(String(value)) ? String(value).replace(/\.?0+$/, '') : value,
      ) as Comparable;
      return textOf(trimmed) === textOf(theirs) ? undefined : trimmed;
    },
  },
  {
    name: 'a page without items is free',
    reason: 'AWS charges a Query or Scan that finds nothing as it charges one block.',
    source: READS_AND_WRITES,
    corrected: ({ call, theirs }) => {
      if (!Array.isArray(theirs.pages)) return paidPage(call.input, theirs);
      const pages = theirs.pages.map((page: JsonObject) => paidPage(call.input, page));
      if (pages.every((page) => page === undefined)) return undefined;
      return { pages: pages.map((page, index) => page ?? (theirs.pages as JsonObject[])[index]) };
    },
  },
  {
    name: 'a missing item of a BatchGetItem is free',
    reason: 'AWS charges a read of an item that is not there as it charges one block.',
    source: READS_AND_WRITES,
    corrected: (observation) => {
      const { call, theirs, tableName } = observation;
      if (call.operation !== 'BatchGetItem') return undefined;
      const request = (call.input.RequestItems as JsonObject)[tableName] as JsonObject;
      return withMoreUnits(theirs, missingKeyCount(observation) * blockUnits(request));
    },
  },
  {
    name: 'a BatchWriteItem pays twice for deleting nothing',
    reason: 'AWS: deletes of items that are not there cost one unit each.',
    source: 'API reference, BatchWriteItem',
    corrected: (observation) => {
      if (observation.call.operation !== 'BatchWriteItem') return undefined;
      const deletions = actionsOf(observation).filter(
        ({ kind, existing }) => kind === 'DeleteRequest' && existing === undefined,
      );
      return withMoreUnits(observation.theirs, -deletions.length);
    },
  },
  {
    name: 'a transaction pays twice for what it writes to an index',
    reason: 'On AWS an index costs in a transaction what it costs outside one.',
    source: MEASURED_UNITS,
    corrected: (observation) => {
      const single = { isReplay: false, doublesIndexes: false };
      const ConsumedCapacity = transactionCapacityOfTheirs(observation, single);
      const isMeant = hasTheirUnits(observation, { isReplay: false, doublesIndexes: true });
      const { theirs } = observation;
      if (!isMeant || textOf(theirs.ConsumedCapacity) === textOf(ConsumedCapacity)) {
        return undefined;
      }
      return { ...theirs, ConsumedCapacity };
    },
  },
  {
    name: 'a transaction pays once for actions that cost the same',
    reason: 'AWS adds up what each action costs: two underlying writes for each item.',
    source: TRANSACTIONS,
    corrected: (observation) =>
      hasTheirUnits(observation, { isReplay: false, doublesIndexes: false })
        ? observation.ours
        : undefined,
  },
  {
    name: 'a transaction sent again pays once for items that cost the same, as they are by now',
    reason: 'AWS adds up the reading of each item, as large as it was when it was written.',
    source: MEASURED_UNITS,
    corrected: (observation) =>
      hasTheirUnits(observation, { isReplay: true, doublesIndexes: false })
        ? observation.ours
        : undefined,
  },
  {
    name: 'deleting nothing returns its units unasked',
    reason: 'ConsumedCapacity is returned only if ReturnConsumedCapacity asks for it.',
    source: 'API reference, DeleteItem',
    corrected: ({ call, theirs }) => {
      const isUnasked = call.input.ReturnConsumedCapacity === undefined;
      if (call.operation !== 'DeleteItem' || !isUnasked) return undefined;
      const { ConsumedCapacity, ...rest } = theirs;
      return ConsumedCapacity === undefined ? undefined : rest;
    },
  },
  {
    name: 'an update that does not fit its item refuses the transaction',
    reason: 'AWS cancels it, with ValidationError as the reason of that action.',
    source: CANCELLATION,
    corrected: (observation) => {
      const { ours, theirs } = observation;
      const isUpdate = actionsOf(observation).some(({ kind }) => kind === 'Update');
      const isMeant = isUpdate && reasonCodes(ours).includes('ValidationError');
      return isMeant && isError(theirs, 'ValidationException') ? ours : undefined;
    },
  },
  {
    name: 'conditions are judged although a key does not fit its schema',
    reason: 'On AWS the first such action is the only one with a reason.',
    source: MEASURED_KEYS,
    corrected: ({ ours, theirs }) => {
      const codes = reasonCodes(ours);
      const others = codes.filter((code) => code !== 'None');
      if (others.length !== 1 || others[0] !== 'ValidationError') return undefined;
      const at = codes.indexOf('ValidationError');
      return reasonCodes(theirs)[at] === 'ValidationError' ? ours : undefined;
    },
  },
  {
    name: 'of several faults of a transaction another one is reported',
    reason: 'AWS: faults of the request, then keys that do not fit, then doubles, then conditions.',
    source: MEASURED_KEYS,
    corrected: (observation) => {
      const { call, ours, theirs } = observation;
      const { error } = theirs;
      if (ours.error === undefined || error === undefined || ours.error === error) return undefined;
      const faults = faultsOfTransaction(observation);
      const isMeant = hasDoubles(observation) || (faults.length > 1 && faults.includes(`${error}`));
      return isMeant && call.operation.startsWith('Transact') ? ours : undefined;
    },
  },
  {
    name: 'a Scan of an index counts items whole',
    reason: 'AWS counts the sizes of the index entries.',
    source: 'Developer Guide, "Using Global Secondary Indexes in DynamoDB"',
    corrected: ({ call, ours, theirs }) => {
      if (call.operation !== 'Scan' || call.input.IndexName === undefined) return undefined;
      const { ConsumedCapacity: more, ...rest } = theirs;
      const isMore = unitsOf(more) > unitsOf(ours.ConsumedCapacity);
      return isMore ? { ...rest, ConsumedCapacity: ours.ConsumedCapacity } : undefined;
    },
  },
  {
    name: 'a key of a transaction that is no scalar, or too long, refuses it',
    reason: 'On AWS it cancels the transaction, as a key of a wrong scalar type does.',
    source: MEASURED_KEYS,
    corrected: ({ call, ours, theirs }) => {
      const isMeant = reasonCodes(ours).includes('ValidationError') && hasUnfitKey(call.input);
      return isMeant && isError(theirs, 'ValidationException') ? ours : undefined;
    },
  },
  {
    name: 'a token is compared before the request is checked',
    reason: 'AWS does not say which comes first; both refuse the request.',
    source: 'API reference, TransactWriteItems, ClientRequestToken',
    corrected: ({ ours, theirs }) => {
      const isMeant = isError(theirs, 'IdempotentParameterMismatchException');
      return isMeant && ours.error !== undefined ? ours : undefined;
    },
  },
  {
    name: 'UPDATED_OLD and UPDATED_NEW return attributes whole',
    reason: 'AWS returns of a document only the parts that the update names.',
    source: 'dynoxide issue 36, extenddb issue 98 (measured on AWS)',
    corrected: ({ call, ours, theirs }) => {
      const { ReturnValues, UpdateExpression } = call.input;
      const isMeant =
        /^UPDATED/.test(String(ReturnValues)) && /[.[]/.test(String(UpdateExpression));
      const isPart = isPartOf(ours.Attributes ?? {}, theirs.Attributes ?? {});
      if (!isMeant || !isPart) return undefined;
      const { Attributes: _whole, ...rest } = theirs;
      return { ...rest, ...(ours.Attributes !== undefined && { Attributes: ours.Attributes }) };
    },
  },
  {
    name: 'a page that ends on the bound of its condition is the last',
    reason:
      'AWS: a LastEvaluatedKey does not mean that there is more; ours gives one at any limit.',
    source: 'Developer Guide, "Paginating table query results"',
    corrected: ({ ours, theirs }) => {
      if (!Array.isArray(ours.pages) || !Array.isArray(theirs.pages)) {
        return withoutLastPage(ours, theirs);
      }
      const [last, former, ...others] = (ours.pages as JsonObject[]).toReversed();
      if (last?.ScannedCount !== 0 || former === undefined) return undefined;
      const { LastEvaluatedKey: _more, ...end } = former;
      const shorter = [...others.toReversed(), end];
      return textOf(shorter) === textOf(theirs.pages) ? ours : undefined;
    },
  },
  {
    name: 'a Scan of an index may filter by what the index lacks',
    reason: 'AWS: of a global secondary index only projected attributes can be asked for.',
    source: 'Developer Guide, "Using Global Secondary Indexes in DynamoDB"',
    corrected: ({ call, ours, theirs }) => {
      const isMeant = call.operation === 'Scan' && call.input.IndexName !== undefined;
      const isRefused = Array.isArray(ours.pages) && ours.pages[0]?.error === 'ValidationException';
      return isMeant && isRefused && theirs.Count !== undefined ? ours : undefined;
    },
  },
  {
    name: 'a cancelled TransactGetItems gives no reasons',
    reason: 'AWS gives a reason for each item.',
    source: CANCELLATION,
    corrected: ({ call, ours, theirs }) => {
      const isMeant = call.operation === 'TransactGetItems' && theirs.reasons === undefined;
      return isMeant &&
        isError(theirs, 'TransactionCanceledException') &&
        isError(ours, theirs.error as string)
        ? ours
        : undefined;
    },
  },
];

/** Whether a transaction that went through costs what DynamoDB Local would make of it. */
function hasTheirUnits(observation: Observation, ways: TheirWays): boolean {
  const { call, ours, theirs } = observation;
  const isMeant = call.operation === 'TransactWriteItems' && ours.error === undefined;
  if (!isMeant || theirs.ConsumedCapacity === undefined) return false;
  const expected = transactionCapacityOfTheirs(observation, ways);
  return textOf(expected) === textOf(theirs.ConsumedCapacity);
}

function withoutLastPage(ours: Comparable, theirs: Comparable): Comparable | undefined {
  if (Number(theirs.pageCount) !== Number(ours.pageCount) - 1) return undefined;
  const { ConsumedCapacity: _ofOnePage, ...rest } = theirs;
  return { ...rest, pageCount: ours.pageCount };
}

/** The errors that the actions of a transaction would meet one by one. */
function faultsOfTransaction(observation: Observation): readonly string[] {
  return actionsOf(observation).flatMap((action) => observation.faultAlone(action) ?? []);
}

// DynamoDB Local carries out both on the way, so the second meets what the first has made.
function hasDoubles(observation: Observation): boolean {
  const keys = actionsOf(observation).map(({ key }) => key);
  return new Set(keys).size < keys.length;
}

function paidPage(input: JsonObject, page: JsonObject): Comparable | undefined {
  if (page.ScannedCount !== 0) return undefined;
  const indexName = input.IndexName === undefined ? undefined : String(input.IndexName);
  return withMoreUnits(page, blockUnits(input), indexName);
}

function blockUnits({ ConsistentRead }: JsonObject): number {
  return ConsistentRead === true ? 1 : 0.5;
}
