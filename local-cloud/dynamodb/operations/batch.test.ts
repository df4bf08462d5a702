import type { JsonObject } from '#local-cloud/service.ts';
import { sampleCloud, sampleKey } from '#testing/local-cloud/sample-cloud.ts';

function withLargeItems(count: number) {
  const cloud = sampleCloud();
  const keys = Array.from({ length: count }, (_, index) => sampleKey('large', index));
  for (const key of keys) {
    cloud.call('PutItem', { Item: { ...key, text: { S: 'x'.repeat(400_000) } } });
  }
  const read = (Keys: readonly JsonObject[]) =>
    cloud.dynamoDb.call('BatchGetItem', {
      RequestItems: { sample: { Keys, ProjectionExpression: 'sk', ConsistentRead: true } },
      ReturnConsumedCapacity: 'TOTAL',
    });
  return { keys, read };
}

test('a batch of reads answers with 16 MB at most and gives the other keys back', () => {
  const { keys, read } = withLargeItems(45);
  const { Responses, UnprocessedKeys, ConsumedCapacity } = read(keys);

  const readCount = Math.floor((16 * 1024 * 1024) / 400_014);
  expect((Responses as JsonObject).sample).toHaveLength(readCount);
  expect(UnprocessedKeys).toEqual({
    sample: { Keys: keys.slice(readCount), ProjectionExpression: 'sk', ConsistentRead: true },
  });
  // 400,000 bytes are 98 blocks of 4 KB. Items that were not read cost nothing.
  expect(ConsumedCapacity).toEqual([{ TableName: 'sample', CapacityUnits: readCount * 98 }]);
});

test('a batch of reads that fits leaves nothing unprocessed', () => {
  const { keys, read } = withLargeItems(3);
  expect(read(keys).UnprocessedKeys).toEqual({});
});
