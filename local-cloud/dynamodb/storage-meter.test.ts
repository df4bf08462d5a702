import { SAMPLE_TABLE, sampleCloud, sampleKey } from '#testing/local-cloud/sample-cloud.ts';

const HOUR_MS = 3_600_000;

/** `pk` and `sk` with their values: 2 + 1, 2 + 2. */
const KEY_BYTES = 7;

test('what is stored is counted for as long as it is there, with a hundred bytes an entry', () => {
  const { dynamoDb, call, metered, time } = sampleCloud();
  const Item = { ...sampleKey('a', 1), team: { S: 'red' } };
  time.nowMs = HOUR_MS;
  call('PutItem', { Item });
  time.nowMs = 3 * HOUR_MS;
  call('DeleteItem', { Key: sampleKey('a', 1) });
  time.nowMs = 9 * HOUR_MS;
  dynamoDb.settleMeters();
  // The item, and what `byTeam` holds of it: the same three attributes.
  const itemBytes = KEY_BYTES + 'team'.length + 'red'.length;
  expect(metered['dynamodb.storageByteHours']).toBeCloseTo(2 * 2 * (itemBytes + 100), 6);
  expect(metered).not.toHaveProperty('dynamodb.recoveryByteHours');
});

test('it does not matter how often the meters are read', () => {
  const { dynamoDb, call, metered, time } = sampleCloud();
  call('PutItem', { Item: sampleKey('a', 1) });
  for (let quarter = 1; quarter <= 4; quarter += 1) {
    time.nowMs = (quarter * HOUR_MS) / 4;
    dynamoDb.settleMeters();
    dynamoDb.settleMeters();
  }
  expect(metered['dynamodb.storageByteHours']).toBeCloseTo(KEY_BYTES + 100, 6);
});

test('a table that can be recovered is counted once more, without its indexes', () => {
  const { dynamoDb, metered, time } = sampleCloud();
  const properties = {
    ...SAMPLE_TABLE,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  };
  dynamoDb.createTable(properties, 'recoverable');
  const Item = { ...sampleKey('a', 1), team: { S: 'red' } };
  dynamoDb.call('PutItem', { TableName: 'recoverable', Item });
  time.nowMs = HOUR_MS;
  dynamoDb.settleMeters();
  expect(metered['dynamodb.recoveryByteHours']).toBeCloseTo(KEY_BYTES + 7 + 100, 6);
  expect(metered['dynamodb.storageByteHours']).toBeCloseTo(2 * (KEY_BYTES + 7 + 100), 6);
});
