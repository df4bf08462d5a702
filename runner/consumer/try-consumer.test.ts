import { FAULTS_NONE } from '#local-cloud/faults.ts';
import type { Consumer, ConsumerServices } from './consumer-code.ts';
import type { ConsumerSettings } from './consumer-settings.ts';
import { tryConsumer } from './try-consumer.ts';

const usual: ConsumerSettings = {
  messages: 30,
  poison: 0,
  drawsAmounts: false,
  ratePerSecond: null,
  batchSize: 10,
  batchWindowMs: 0,
  concurrencyMax: 10,
  timeoutMs: 10_000,
  visibilityMs: 60_000,
  receivesMax: 3,
  reportsFailures: false,
  redriveAtMs: null,
  redrivePerSecond: 500,
  conflicts: true,
  accountConcurrency: 1000,
  faults: FAULTS_NONE,
  seed: 1,
};

interface Batch {
  readonly Records: readonly { readonly body: string }[];
}

function add({ dynamodb, tableName }: ConsumerServices, body: string) {
  const { amount } = JSON.parse(body);
  return dynamodb.updateItem({
    TableName: tableName,
    Key: { pk: { S: 'total' } },
    UpdateExpression: 'ADD amount :amount',
    ExpressionAttributeValues: { ':amount': { N: String(amount) } },
  });
}

const adds: Consumer = (services) => async (event) => {
  for (const { body } of (event as Batch).Records) await add(services, body);
};

test('without faults every order is counted once, and each message is delivered once', async () => {
  const result = await tryConsumer(adds, 'adds', usual);
  expect(result).toMatchObject({ sent: 30, receives: 30, off: 0, deadOrders: 0, errors: [] });
  // Amounts go round from 1 to 7: four rounds of 28, then 1 and 2.
  expect(result.ordered).toBe(4 * 28 + 3);
  expect(result.messages.every(({ deletedMs }) => deletedMs !== null)).toBe(true);
});

test('drawn amounts differ from seed to seed, and are counted all the same', async () => {
  const drawn = { ...usual, drawsAmounts: true };
  const one = await tryConsumer(adds, 'adds', drawn);
  const other = await tryConsumer(adds, 'adds', { ...drawn, seed: 2 });
  expect([one.off, other.off]).toEqual([0, 0]);
  expect(one.ordered).not.toBe(other.ordered);
});

test('the same seed gives the same trial, another one another', async () => {
  const faults = { ...FAULTS_NONE, duplicate: 0.3 };
  const one = await tryConsumer(adds, 'adds', { ...usual, faults });
  expect(await tryConsumer(adds, 'adds', { ...usual, faults })).toEqual(one);
  expect(await tryConsumer(adds, 'adds', { ...usual, faults, seed: 2 })).not.toEqual(one);
  expect(one.off).toBeGreaterThan(0);
});

test('what a consumer throws fails its batch, which is dead-lettered in the end', async () => {
  const throws: Consumer = () => async () => {
    throw new TypeError('a slip');
  };
  const result = await tryConsumer(throws, 'throws', usual);
  expect(result).toMatchObject({ off: -115, deadOrders: 30, receives: 90, counted: 0 });
  expect(result.errors).toEqual([{ error: 'TypeError: a slip', count: result.invocations }]);
});

test('dead letters are sent back when and as fast as asked', async () => {
  const backAtMs = 400_000;
  const waits: Consumer = (services) => async (event) => {
    if (services.nowMs() < backAtMs) throw new Error('not yet');
    for (const { body } of (event as Batch).Records) await add(services, body);
  };
  const settings = { ...usual, redriveAtMs: backAtMs, redrivePerSecond: 10 };
  const result = await tryConsumer(waits, 'waits', settings);
  expect(result).toMatchObject({ off: 0, deadOrders: 0, redriven: 30 });
  const back = result.messages.slice(30);
  const apartMs = (back.at(-1)?.sentMs ?? 0) - (back[0]?.sentMs ?? 0);
  expect(apartMs).toBeGreaterThanOrEqual(2_000);
  expect(apartMs).toBeLessThan(2_500);
});

test('a refused call has the name of its error, as in the SDK', async () => {
  const names: string[] = [];
  const asks: Consumer =
    ({ dynamodb }) =>
    async () => {
      await dynamodb.getItem({ TableName: 'none', Key: { pk: { S: 'x' } } }).catch((error) => {
        names.push(error.name);
      });
    };
  await tryConsumer(asks, 'asks', { ...usual, messages: 1 });
  expect(names).toEqual(['ResourceNotFoundException']);
});

test('a mapping that AWS refuses is refused in its words', async () => {
  await expect(tryConsumer(adds, 'adds', { ...usual, visibilityMs: 5_000 })).rejects.toThrow(
    'Queue visibility timeout: 5 seconds is less than Function timeout: 10 seconds',
  );
});
