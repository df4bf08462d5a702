// Reads of pages at random.
import fc from 'fast-check';
import type { JsonObject } from '#local-cloud/service.ts';
import { type Call, callOf } from '../call.ts';
import { type Expression, writeExpressions } from '../request-pieces.ts';
import type { DifferentialTable, Queryable } from '../tables.ts';
import { anyCondition, anyProjection } from './random-expressions.ts';
import { READ } from './random-gets.ts';
import { valueOfPart } from './random-items.ts';
import { capacity, maybe, NAMES } from './random-values.ts';

/** A Query of the table or of one of its indexes. */
export function query(table: DifferentialTable): fc.Arbitrary<Call> {
  return fc.constantFrom<Queryable>(table.key, table.key, ...table.indexes).chain((source) =>
    fc
      .record({
        keys: keyCondition(source),
        ...pageOf(source),
        isForward: fc.constantFrom(undefined, true, false),
      })
      .map(({ keys, isForward, ...page }) =>
        callOf('Query', {
          ...pageInput(table, source, page, { KeyConditionExpression: keys }),
          ScanIndexForward: isForward,
        }),
      ),
  );
}

/** A Scan of the table or of one of its indexes. */
export function scan(table: DifferentialTable): fc.Arbitrary<Call> {
  return fc
    .constantFrom<Queryable>(table.key, ...table.indexes)
    .chain((source) =>
      fc.record(pageOf(source)).map((page) => callOf('Scan', pageInput(table, source, page, {}))),
    );
}

interface PageWish {
  readonly filter: Expression | undefined;
  readonly projection: Expression | undefined;
  readonly limit: number | undefined;
  readonly counts: boolean | undefined;
  readonly ConsistentRead: boolean | undefined;
  readonly capacity: string | undefined;
}

function pageOf(source: Queryable) {
  const consistent = source.indexName === undefined ? READ.ConsistentRead : fc.constant(undefined);
  return {
    filter: maybe(anyCondition, 3),
    projection: maybe(anyProjection, 4),
    limit: maybe(fc.constantFrom(1, 2, 3)),
    counts: maybe(fc.constant(true), 6),
    ConsistentRead: consistent,
    capacity,
  };
}

function pageInput(
  table: DifferentialTable,
  source: Queryable,
  { filter, projection, limit, counts, ConsistentRead, capacity }: PageWish,
  keys: { readonly KeyConditionExpression?: Expression },
): JsonObject {
  const isProjected = counts === undefined && projection !== undefined;
  return {
    TableName: table.name,
    IndexName: source.indexName,
    ...writeExpressions({
      ...keys,
      FilterExpression: filter && withinIndex(source, filter),
      ProjectionExpression: isProjected ? withinIndex(source, projection) : undefined,
    }),
    Limit: limit,
    Select: counts === true ? 'COUNT' : undefined,
    ConsistentRead,
    ReturnConsumedCapacity: capacity,
  };
}

/** An expression whose names an index holds: the others are refused, and that is soon tested. */
function withinIndex({ projected }: Queryable, expression: Expression): Expression | undefined {
  if (projected === undefined) return expression;
  const names = expression.flatMap((piece) =>
    typeof piece === 'object' && 'path' in piece ? [String(piece.path[0])] : [],
  );
  const strangers = names.filter(
    (name) => NAMES.some((one) => one === name) && !projected.includes(name),
  );
  return strangers.length > 1 ? undefined : expression;
}

function keyCondition({ hash, range }: Queryable): fc.Arbitrary<Expression> {
  const equal = valueOfPart(hash).map(
    (value): Expression => [{ path: [hash.name] }, ' = ', { value }],
  );
  if (range === undefined) return equal;
  const value = valueOfPart(range);
  const path = { path: [range.name] };
  const prefix = fc.constantFrom('', 'NODE#', 'NODE#1', 'SUPERNODE#', 'X').map((S) => ({ S }));
  const sort: fc.Arbitrary<Expression> = fc.oneof(
    fc
      .tuple(fc.constantFrom(' = ', ' < ', ' <= ', ' > ', ' >= '), value)
      .map(([sign, each]) => [path, sign, { value: each }]),
    fc
      .tuple(value, value)
      .map(([low, high]) => [path, ' BETWEEN ', { value: low }, ' AND ', { value: high }]),
    prefix.map((each) => ['begins_with(', path, ', ', { value: each }, ')']),
  );
  return fc
    .tuple(equal, maybe(sort))
    .map(([first, second]) => (second ? [...first, ' AND ', ...second] : first));
}
