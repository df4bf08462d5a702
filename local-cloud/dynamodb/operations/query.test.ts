import fc from 'fast-check';
import type { JsonObject } from '#local-cloud/service.ts';
import { sampleCloud, sampleKey } from '#testing/local-cloud/sample-cloud.ts';

const SORT_KEYS = [-20, -3, 0, 1, 2, 10, 11, 100];

describe('a query', () => {
  test.each<[string, readonly number[], readonly number[]]>([
    ['sk = :a', [2], [2]],
    ['sk < :a', [2], [-20, -3, 0, 1]],
    ['sk <= :a', [2], [-20, -3, 0, 1, 2]],
    ['sk > :a', [10], [11, 100]],
    [':a <= sk', [10], [10, 11, 100]],
    ['sk BETWEEN :a AND :b', [0, 10], [0, 1, 2, 10]],
  ])('with %s of %j orders numbers as numbers', (condition, bounds, found) => {
    const { call } = withNumbers();
    const values = { ':a': { N: String(bounds[0]) } };
    const second = bounds[1] === undefined ? {} : { ':b': { N: String(bounds[1]) } };
    const answer = call('Query', {
      KeyConditionExpression: `pk = :p AND ${condition}`,
      ExpressionAttributeValues: { ':p': { S: 'a' }, ...values, ...second },
    });
    expect(sortKeys(answer)).toEqual(found);
  });

  test('gives the same items page by page as at once, in both directions', () => {
    const { call } = withNumbers();
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.boolean(), (Limit, ScanIndexForward) => {
        const input = { ...partition('a'), ScanIndexForward };
        const expected = ScanIndexForward ? SORT_KEYS : SORT_KEYS.toReversed();
        expect(allPages(call, 'Query', { ...input, Limit })).toEqual(expected);
        expect(sortKeys(call('Query', input))).toEqual(expected);
      }),
    );
  });

  test('counts before the filter, returns after it', () => {
    const { call } = withNumbers();
    const answer = call('Query', {
      KeyConditionExpression: 'pk = :p',
      FilterExpression: 'even = :yes',
      ExpressionAttributeValues: { ':p': { S: 'a' }, ':yes': { BOOL: true } },
      Select: 'COUNT',
    });
    expect(answer).toEqual({ Count: 5, ScannedCount: 8 });
  });

  test('ends its page with the item that takes it to 1 MB', () => {
    const { call } = sampleCloud();
    for (let sk = 0; sk < 5; sk++) {
      call('PutItem', { Item: { ...sampleKey('big', sk), fill: { S: 'x'.repeat(300_000) } } });
    }
    const answer = call('Query', { ...partition('big'), Select: 'COUNT' });
    expect(answer).toMatchObject({ Count: 4, LastEvaluatedKey: sampleKey('big', 3) });
  });

  test('reads an index in the order of its own sort key', () => {
    const { call } = withNumbers();
    const answer = call('Query', { ...partition('a'), IndexName: 'byScore', Limit: 2 });
    expect(sortKeys(answer)).toEqual([100, 11]);
    expect(answer.LastEvaluatedKey).toEqual({ ...sampleKey('a', 11), score: { N: '-11' } });
  });

  test.each<[JsonObject, string]>([
    [{ KeyConditionExpression: 'sk = :p' }, 'missed key schema element: pk'],
    [{ KeyConditionExpression: 'pk > :p' }, 'key condition not supported'],
    [{ KeyConditionExpression: 'pk = :p OR sk = :p' }, 'KeyConditionExpression: OR'],
    [{ KeyConditionExpression: 'pk = :p AND sk > :p' }, 'does not match schema type'],
    [{ KeyConditionExpression: 'pk = :p', FilterExpression: 'sk = :p' }, 'non-primary key'],
    [{ KeyConditionExpression: 'pk = :p', IndexName: 'nope' }, 'specified index: nope'],
    [
      { KeyConditionExpression: 'team = :p', IndexName: 'byTeam', ConsistentRead: true },
      'Consistent',
    ],
    [
      { KeyConditionExpression: 'team = :p', IndexName: 'byTeam', ProjectionExpression: 'x' },
      'does not project [x]',
    ],
    [{ KeyConditionExpression: 'pk = :p', Limit: 0 }, "Value at 'Limit' failed"],
    [
      { KeyConditionExpression: 'pk = :p', ExclusiveStartKey: sampleKey('b', 1) },
      'outside query boundaries',
    ],
  ])('%j is refused', (input, message) => {
    const { call } = sampleCloud();
    const values = { ':p': { S: 'a' } };
    expect(() => call('Query', { ...input, ExpressionAttributeValues: values })).toThrow(message);
  });
});

describe('a scan', () => {
  test('starts after a key of its own segment only', () => {
    const { call } = sampleCloud();
    for (let pk = 0; pk < 20; pk++) call('PutItem', { Item: sampleKey(`p${pk}`, pk) });
    const page = { TotalSegments: 2, Limit: 1 };
    const { LastEvaluatedKey: ExclusiveStartKey } = call('Scan', { ...page, Segment: 0 });
    call('Scan', { ...page, Segment: 0, ExclusiveStartKey });
    expect(() => call('Scan', { ...page, Segment: 1, ExclusiveStartKey })).toThrow(
      'Please use ExclusiveStartKey with correct Segment',
    );
  });

  test('meets every item once, whatever the pages and segments', () => {
    const { call } = sampleCloud();
    for (let pk = 0; pk < 20; pk++) call('PutItem', { Item: sampleKey(`p${pk}`, pk) });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 25 }),
        fc.integer({ min: 1, max: 4 }),
        (Limit, TotalSegments) => {
          const found = Array.from({ length: TotalSegments }, (_, Segment) =>
            allPages(call, 'Scan', { Limit, Segment, TotalSegments }),
          );
          const sorted = found.flat().sort((a, b) => a - b);
          expect(sorted).toEqual(Array.from({ length: 20 }, (_, sk) => sk));
        },
      ),
    );
  });
});

type Call = ReturnType<typeof sampleCloud>['call'];

function withNumbers() {
  const cloud = sampleCloud();
  for (const sk of SORT_KEYS.toSorted()) {
    const even = { BOOL: sk % 2 === 0 };
    cloud.call('PutItem', { Item: { ...sampleKey('a', sk), even, score: { N: String(-sk) } } });
  }
  return cloud;
}

function partition(pk: string): JsonObject {
  return {
    KeyConditionExpression: 'pk = :p',
    ExpressionAttributeValues: { ':p': { S: pk } },
  };
}

function allPages(call: Call, operation: string, input: JsonObject): readonly number[] {
  const found: number[] = [];
  let startKey: unknown;
  do {
    const answer = call(operation, { ...input, ExclusiveStartKey: startKey });
    found.push(...sortKeys(answer));
    startKey = answer.LastEvaluatedKey;
  } while (startKey !== undefined);
  return found;
}

function sortKeys({ Items }: JsonObject): readonly number[] {
  return (Items as { sk: { N: string } }[]).map(({ sk }) => Number(sk.N));
}
