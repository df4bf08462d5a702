// The prices that ship, against answers that others published.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type BillableMeterName, billableMeterNames } from '#pricing/billable-meters.ts';
import { tieredPrice } from '#pricing/tiered-price.ts';
import { readPriceBook, shippedPriceBook, shippedRegions } from './read-price-book.ts';

function costUsd(meter: BillableMeterName, units: number, region = 'us-east-1'): number {
  const price = shippedPriceBook(region).prices.find((row) => row.meter === meter);
  if (price === undefined) throw new Error(`${region} has no price for ${meter}`);
  return tieredPrice(units, price.tiers).usd;
}

const gbHour = 3600;

test.each<[string, BillableMeterName, number, number]>([
  // Infracost 95ba4f49 (Aug 2026), golden files, which round to cents.
  ['3 M write units', 'dynamodb.writeUnits', 3e6, 1.88],
  ['8 M read units', 'dynamodb.readUnits', 8e6, 1],
  ['230 GB in a table', 'dynamodb.storageByteHours', 230, 57.5],
  ['2,300 GB kept for recovery', 'dynamodb.recoveryByteHours', 2300, 460],
  ['20 write capacity units for a month', 'dynamodb.provisionedWriteUnitHours', 20 * 730, 9.49],
  ['30 read capacity units for a month', 'dynamodb.provisionedReadUnitHours', 30 * 730, 2.85],
  ['2 M requests of standard queues', 'sqs.standardRequests', 2e6, 0.8],
  ['1 M requests of FIFO queues', 'sqs.fifoRequests', 1e6, 0.5],
  ['15,000 M invocations', 'lambda.requests', 15e9, 3000],
  ['61.44 G GB-seconds on x86', 'lambda.x86GbSeconds', 61.44e9, 100_000.2 + 135_000 + 619_203.1],
  ['74.752 G GB-seconds on Arm', 'lambda.armGbSeconds', 74.752e9, 832_358.16],
  ['100 M requests of Express', 'stepFunctions.expressRequests', 100e6, 100],
  ['10,000 transitions', 'stepFunctions.transitions', 10_000, 0.25],
  ['1,000 GB of logs', 'logs.bytes', 1000, 500],
  ['2 alarms', 'cloudwatch.alarmHours', 2, 0.2],
  ['a dashboard', 'cloudwatch.dashboardHours', 1, 3],
  ['a secret', 'secretsManager.secretHours', 1, 0.4],
  ['100,000 requests for secrets', 'secretsManager.requests', 1e5, 0.5],
  ['a key', 'kms.keyHours', 1, 1],
  ['10,000 uses of a key', 'kms.requests', 1e4, 0.03],
  // AWS's own example of X-Ray: 48,800 traces after the free ones.
  ['48,800 traces', 'xray.traces', 48_800, 0.244],
])('%s cost what was published', (_what, meter, units, usd) => {
  expect(Math.abs(costUsd(meter, units) - usd)).toBeLessThanOrEqual(0.0051);
});

test("AWS's own example of Express: 100 M runs of 10 s at 64 MB are $382.97", () => {
  const gbSeconds = 100e6 * 10 * (64 / 1024);
  // It calculates with prices of a GB-hour, which are rounded.
  const perGbHour = [
    { fromUnits: 0, usdPerUnit: 0.06 },
    { fromUnits: 1000, usdPerUnit: 0.03 },
    { fromUnits: 5000, usdPerUnit: 0.01642 },
  ];
  const example = tieredPrice(gbSeconds / gbHour, perGbHour).usd;
  expect(example.toFixed(2)).toBe('382.97');
  const ours = costUsd('stepFunctions.expressGbSeconds', gbSeconds);
  expect(Math.abs(ours / example - 1)).toBeLessThan(0.0003);
});

test('the tiers of Express begin where Infracost has them, by GB-hours', () => {
  const { parts } = tieredPrice(
    29_687.5 * gbHour,
    shippedPriceBook('us-east-1').prices.find((row) => row.meter.endsWith('expressGbSeconds'))
      ?.tiers ?? [],
  );
  expect(parts.map(({ units }) => units / gbHour)).toEqual([1000, 4000, 24_687.5]);
  // Golden: $60.01, $119.95, $405.27.
  expect(parts.map(({ usd }) => usd.toFixed(2))).toEqual(['60.01', '119.95', '405.27']);
});

test('Frankfurt and Sydney are not priced as Virginia is', () => {
  expect(costUsd('dynamodb.writeUnits', 1e6, 'eu-central-1')).toBeCloseTo(0.7625, 9);
  expect(costUsd('dynamodb.writeUnits', 4e6, 'ap-southeast-2')).toBeCloseTo(2.84, 9);
  expect(costUsd('logs.bytes', 1, 'eu-central-1')).toBe(0.63);
});

test('every book that ships is offered, passes the checks of a file, and names its region', () => {
  const folder = join('pricing', 'books');
  const files = readdirSync(folder).sort();
  expect(files).toEqual(shippedRegions.map((region) => `${region}.json`).sort());
  for (const region of shippedRegions) {
    const fromFile = readPriceBook(join(folder, `${region}.json`));
    expect(fromFile.region).toBe(region);
    expect(shippedPriceBook(region)).toEqual(fromFile);
  }
});

test('us-east-1 has a price for every billed meter, from sources that can be named', () => {
  const { prices } = shippedPriceBook('us-east-1');
  expect(prices.map(({ meter }) => meter)).toEqual(billableMeterNames);
  expect(prices.filter(({ confidence }) => confidence !== 'found')).toEqual([]);
});

test('a price that is not found says why, and all of them say where they are from', () => {
  const prices = shippedRegions.flatMap((region) => shippedPriceBook(region).prices);
  expect(prices.filter(({ note }) => note === '')).toEqual([]);
  const unconfirmed = prices.filter(({ confidence }) => confidence === 'unconfirmed');
  expect(unconfirmed.length).toBeGreaterThan(0);
  for (const { note } of unconfirmed) expect(note).toMatch(/^Read for|^A table|^us-east-1's price/);
});
