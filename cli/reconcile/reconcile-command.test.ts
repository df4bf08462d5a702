import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { stableJson } from '#runner/stable-json.ts';
import { runCommand } from '#testing/cli/child-command.ts';
import { examplePrices, exampleResult } from '#testing/cli/example-result.ts';
import { type BilledForm, type BilledRow, billCsv } from '#testing/pricing/aws-bills.ts';
import { billCsv as ownBill } from '../run-folder/bill-csv.ts';
import { reconcileCommand } from './reconcile-command.ts';

let folder: string;
let run: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rebootstorm-reconcile-'));
  run = join(folder, 'result.json');
  const result = exampleResult();
  writeFileSync(run, stableJson({ ...result, runs: result.runs.slice(1) }));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const forecast = () => {
  const [, resilient] = exampleResult().runs;
  if (resilient === undefined) throw new Error('expected two runs');
  return resilient.bill;
};

/** What the run forecast for a meter. */
function lineOf(meter: string) {
  const line = forecast().lines.find((one) => one.meter === meter);
  if (line === undefined) throw new Error(`the example has no ${meter}`);
  return line;
}

function stored(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Long after every row of the bills. */
const later = Date.parse('2026-12-01T00:00:00Z');

async function compared(files: string[], json = true, nowMs = later) {
  let text = '';
  const write = (words: string | Uint8Array) => {
    text += words;
    return true;
  };
  const options = { bill: files, run, policy: undefined, json };
  const exitCode = await reconcileCommand(options, { stdout: { write }, nowMs });
  return { exitCode, text, report: json ? JSON.parse(text) : null };
}

const writes = (units: number, usd: number, more: Partial<BilledRow> = {}): BilledRow => ({
  service: 'AmazonDynamoDB',
  usageType: 'EUC1-WriteRequestUnits',
  rateCode: 'WRU.JRTCKXETXF.6YS6EN2CT7',
  quantity: String(units),
  cost: String(usd),
  ...more,
});

/** Ten percent more writes than forecast, in two rows, at the forecast's price. */
function tenPercentMore(): BilledRow[] {
  const { units, costUsd } = lineOf('dynamodb.writeUnits');
  return [writes(units, costUsd), writes(units * 0.1, costUsd * 0.1)];
}

const near = (pair: Record<string, number>) =>
  Object.fromEntries(Object.entries(pair).map(([key, value]) => [key, expect.closeTo(value, 9)]));

const forms: BilledForm[] = ['FOCUS 1.0', 'FOCUS 1.2', 'CUR 2.0'];

test.each(forms)('%s: the distance in units and in dollars is the known one', async (form) => {
  const { units, costUsd } = lineOf('dynamodb.writeUnits');
  const { exitCode, report } = await compared([
    stored('bill.csv', billCsv(form, tenPercentMore())),
  ]);
  expect(exitCode).toBe(0);
  expect(report.bill).toMatchObject({ formats: [form], rowCount: 2, broken: [] });
  expect(report.lines).toEqual([
    {
      meter: 'dynamodb.writeUnits',
      units: near({ forecast: units, billed: units * 1.1, distance: 0.1 }),
      usd: near({ forecast: costUsd, billed: costUsd * 1.1, distance: 0.1 }),
      rates: ['WRU.JRTCKXETXF.6YS6EN2CT7'],
      ratesUsd: [],
      isYoung: false,
    },
  ]);
});

test.each(forms)('%s is read packed, in several files, and in lower case alike', async (form) => {
  const [first, second] = tenPercentMore();
  if (first === undefined || second === undefined) throw new Error('expected two rows');
  const plain = await compared([stored('a.csv', billCsv(form, [first, second]))]);
  const small = billCsv(form, [second]).replace(/^[^\n]+/, (header) => header.toLowerCase());
  const parts = await compared([
    stored('b.csv.gz', gzipSync(billCsv(form, [first]))),
    // A byte order mark, Windows' line ends, and a name that hides the packing.
    stored('c.csv', gzipSync(`\uFEFF${small.replaceAll('\n', '\r\n')}`)),
  ]);
  expect(parts.report.lines).toEqual(plain.report.lines);
});

test('tiers have one usage type and two rates; a line names both and adds them up', async () => {
  const { units } = lineOf('dynamodb.writeUnits');
  const rows = [
    writes(units / 2, 0.02, { rateCode: 'WRU.B', rate: '6.25E-7' }),
    writes(units / 4, 0.01, { rateCode: 'WRU.A', rate: '0.0000006250' }),
    writes(units / 4, 0.01, { rateCode: 'WRU.B', rate: '' }),
  ];
  const { report } = await compared([stored('bill.csv', billCsv('CUR 2.0', rows))]);
  const [line] = report.lines;
  expect(line.rates).toEqual(['WRU.A', 'WRU.B']);
  expect(line.ratesUsd).toEqual([6.25e-7]);
  expect(line.units).toMatchObject({ billed: units, distance: expect.closeTo(0, 9) });
  expect(line.usd.billed).toBeCloseTo(0.04, 12);
});

test('a bill without rate codes is grouped by usage type', async () => {
  const rows = tenPercentMore().map((row) => ({ ...row, rateCode: '' }));
  const { report } = await compared([stored('bill.csv', billCsv('FOCUS 1.2', rows))]);
  expect(report.lines[0].rates).toEqual(['EUC1-WriteRequestUnits']);
  expect(report.lines[0].units.distance).toBeCloseTo(0.1, 9);
});

test('what one side has alone is listed, and is in no sum', async () => {
  const rows = [
    ...tenPercentMore(),
    {
      service: 'AmazonEC2',
      usageType: 'BoxUsage:t3.micro',
      rateCode: 'BOX.A',
      quantity: '10',
      cost: '7.5',
    },
    { service: 'AmazonSNS', usageType: 'Request', rateCode: 'S.A', quantity: '5', cost: '0.5' },
    {
      service: 'awskms',
      usageType: 'eu-central-1-KMS-Keys',
      rateCode: '',
      quantity: '1',
      cost: '1',
    },
  ];
  const file = stored('bill.csv', billCsv('FOCUS 1.0', rows));
  const { report } = await compared([file]);
  expect(
    report.billedAlone.map(({ name, usd }: { name: string; usd: number }) => [name, usd]),
  ).toEqual([
    ['AmazonEC2 BoxUsage:t3.micro, rate BOX.A', 7.5],
    ['kms.keyHours, awskms eu-central-1-KMS-Keys', 1],
    ['AmazonSNS Request, rate S.A', 0.5],
  ]);
  const alone = report.forecastAlone.map(({ name }: { name: string }) => name);
  expect(alone).toContain('sqs.standardRequests');
  expect(alone).not.toContain('dynamodb.writeUnits');
  expect(report.total.billed).toBeCloseTo(lineOf('dynamodb.writeUnits').costUsd * 1.1, 12);
  const { text } = await compared([file], false);
  expect(text).toMatch(
    /Only on the bill:\n {2}AmazonEC2 BoxUsage:t3\.micro, rate BOX\.A: 10, \$7\.50\n/,
  );
  expect(text).toMatch(/Only in the forecast:\n {2}sqs\.standardRequests: /);
});

test('taxes and credits are no usage; they are left out and said', async () => {
  const rows = [
    ...tenPercentMore(),
    writes(0, 0.19, { category: 'Tax', quantity: '' }),
    writes(0, -0.5, { category: 'Credit', quantity: '' }),
  ];
  const { report, exitCode } = await compared([stored('bill.csv', billCsv('FOCUS 1.2', rows))]);
  expect(exitCode).toBe(0);
  expect(report.bill.otherUsd).toEqual({ Tax: 0.19, Credit: -0.5 });
  expect(report.lines[0].usd.distance).toBeCloseTo(0.1, 9);
});

test('a line with rows younger than 48 hours is marked, and one of 48 hours is not', async () => {
  const end = '2026-11-29T00:00:00.000Z';
  const rows = [writes(1, 1), writes(1, 1, { end, rateCode: 'WRU.B' })];
  const file = stored('bill.csv', billCsv('CUR 2.0', rows));
  const after48h = Date.parse(end) + 48 * 3_600_000;
  expect((await compared([file], true, after48h)).report.lines[0].isYoung).toBe(false);
  expect((await compared([file], true, after48h - 1)).report.lines[0].isYoung).toBe(true);
  const { text } = await compared([file], false, after48h - 1);
  expect(text).toMatch(/dynamodb\.writeUnits .*% +\*\n/);
  expect(text).toContain('* has rows younger than 48 hours. AWS may still change them.');
});

test('the table has both sides, the distance, and the run of the forecast', async () => {
  const { text } = await compared(
    [stored('bill.csv', billCsv('CUR 2.0', tenPercentMore()))],
    false,
  );
  expect(text).toMatch(/^Forecast {2}.*result\.json, resilient, with the prices of us-east-1, /);
  expect(text).toMatch(/Bill {6}CUR 2\.0, 2 rows, 2026-11-01 00:00 to 2026-11-01 01:00 UTC\n/);
  expect(text).toMatch(
    /dynamodb\.writeUnits +96,004 +105,604 +\+10\.0 % +\$0\.06 +\$0\.066 +\+10\.0 %/,
  );
});

test('broken rows are named by their line, and left out', async () => {
  const rows = tenPercentMore();
  const good = billCsv('CUR 2.0', rows);
  const bad = billCsv('CUR 2.0', [
    writes(1, 1, { cost: 'free' }),
    writes(1, 1, { quantity: '' }),
    writes(1, 1, { end: 'yesterday' }),
    writes(1, 1, { rate: '0,4' }),
    writes(1, 1, { category: '' }),
  ]).replace(/^[^\n]+\n/, '');
  const file = stored('bill.csv', `${good}${bad}2026-11-01,USD\n`);
  const { exitCode, report, text } = await compared([file]);
  expect(exitCode).toBe(1);
  // Each description has a line end in it, so a row takes two lines.
  expect(
    report.bill.broken.map(({ line, reason }: { line: number; reason: string }) => [line, reason]),
  ).toEqual([
    [7, "line_item_unblended_cost: expected a number, got 'free'"],
    [9, "line_item_usage_amount: expected a number, got ''"],
    [11, "line_item_usage_end_date: expected a time, got 'yesterday'"],
    [13, "line_item_unblended_rate: expected a number, got '0,4'"],
    [15, 'line_item_line_item_type: it is missing'],
    [16, "line_item_unblended_cost: expected a number, got ''"],
  ]);
  expect(report.lines[0].units.distance).toBeCloseTo(0.1, 9);
  expect(text).toContain('"rowCount": 2');
  const shown = await compared([file], false);
  expect(shown.text).toContain(`${file}:7: line_item_unblended_cost: expected a number`);
});

test('a quote where none may be breaks its row alone', async () => {
  const good = billCsv('FOCUS 1.2', tenPercentMore());
  const header = good.slice(0, good.indexOf('\n') + 1);
  const file = stored('bill.csv', `${header},"a"b",USD\n${good.slice(header.length)}`);
  const { exitCode, report } = await compared([file]);
  expect(exitCode).toBe(1);
  expect(report.bill.broken).toHaveLength(1);
  expect(report.bill.broken[0]).toMatchObject({
    line: 2,
    reason: expect.stringMatching(/[Qq]uote/),
  });
  expect(report.bill.rowCount).toBe(2);
});

test.each<[string, string, string]>([
  [
    'columns that are missing',
    'BilledCost,BillingCurrency,ChargeCategory,ChargePeriodEnd,ChargePeriodStart,x_ServiceCode\n',
    'line 1: of a FOCUS 1.2 export it lacks the columns SkuPriceId, x_UsageType or SkuMeter, ' +
      'ConsumedQuantity or PricingQuantity; FOCUS 1.0, FOCUS 1.2 and CUR 2.0 with all their col',
  ],
  [
    'columns of CUR that are missing',
    'line_item_usage_type,pricing_rate_code,line_item_product_code,line_item_usage_amount\n',
    'line 1: of a CUR 2.0 export it lacks the columns line_item_unblended_cost, ' +
      'line_item_currency_code, line_item_line_item_type, line_item_usage_start_date, ' +
      'line_item_usage_end_date',
  ],
  ['nothing in it', '', 'it is empty'],
  ['a header alone', billCsv('CUR 2.0', []), 'it has a header and no rows'],
  [
    'another currency',
    billCsv('FOCUS 1.2', [writes(1, 1), writes(1, 1, { currency: 'EUR' })]),
    'line 5, BillingCurrency: expected USD, got "EUR"',
  ],
  [
    'nothing but broken rows',
    billCsv('FOCUS 1.2', Array(101).fill(writes(1, 1, { cost: 'x' }))),
    'more than 100 rows of it are broken',
  ],
])('a bill with %s is refused', async (_what, content, reason) => {
  const file = stored('bill.csv', content);
  await expect(compared([file])).rejects.toThrow(`${file}: ${reason}`);
});

test('a packed file that is cut off is refused, not half counted', async () => {
  const packed = gzipSync(billCsv('CUR 2.0', Array(500).fill(tenPercentMore()[0])));
  const file = stored('bill.csv.gz', packed.subarray(0, packed.length - 20));
  await expect(compared([file])).rejects.toThrow(
    /bill\.csv\.gz: it cannot be read: (Error: )?unexpected end/,
  );
});

test("a run's own bill.csv is as far from its forecast as nothing", async () => {
  const [, resilient] = exampleResult().runs;
  const own = ownBill({ runs: resilient === undefined ? [] : [resilient] }, examplePrices.book);
  const { report } = await compared([stored('bill.csv', own)]);
  expect(report.lines).toHaveLength(forecast().lines.length);
  for (const { units, usd } of report.lines) {
    expect(units.distance).toBeCloseTo(0, 12);
    expect(usd.distance).toBeCloseTo(0, 12);
  }
  expect([report.forecastAlone, report.billedAlone]).toEqual([[], []]);
});

test('from the command line: a bill and a run, and a policy where there are two', async () => {
  const file = stored('bill.csv', billCsv('CUR 2.0', tenPercentMore()));
  writeFileSync(run, stableJson(exampleResult()));
  const words = ['reconcile', '--bill', file, '--run', run];
  const unnamed = await runCommand(words);
  expect(unnamed).toMatchObject({ exitCode: 64, stdout: '' });
  expect(unnamed.stderr).toMatch(
    /^error: \S+ has legacy-2007 and resilient; name one with --policy/,
  );
  const other = await runCommand([...words, '--policy', 'resilent']);
  expect(other.stderr).toMatch(/^error: \S+ has no policy resilent\. Did you mean resilient\?/);
  const named = await runCommand([...words, '--policy', 'resilient']);
  expect(named).toMatchObject({ exitCode: 0, stderr: '' });
  expect(named.stdout).toMatch(/dynamodb\.writeUnits .*\+10\.0 %/);
  const none = await runCommand([
    'reconcile',
    '--bill',
    join(folder, 'no.csv'),
    '--run',
    run,
    '--policy',
    'resilient',
  ]);
  expect(none).toMatchObject({
    exitCode: 64,
    stderr: expect.stringMatching(/no\.csv: there is no such file/),
  });
});
