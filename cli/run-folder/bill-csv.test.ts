import type { Bill } from '#pricing/bill.ts';
import { tieredPrice } from '#pricing/tiered-price.ts';
import { billRun } from '#runner/pricing/bill-run.ts';
import { examplePrices, exampleResult } from '#testing/cli/example-result.ts';
import { billCsv, focusRows } from './bill-csv.ts';

const { book } = examplePrices;

const [, resilient] = exampleResult().runs;
if (resilient === undefined) throw new Error('expected two runs');

const sumOf = (rows: readonly Record<string, string | undefined>[], column: string) =>
  rows.reduce((sum, row) => sum + Number(row[column]), 0);

test('the rows of a policy add up to its bill, and their phases to the phases', () => {
  const rows = focusRows(resilient, book);
  const { totalUsd, phaseUsd, lines } = resilient.bill;
  expect(rows.map(({ x_Meter }) => x_Meter)).toEqual(lines.map(({ meter }) => meter));
  for (const column of ['BilledCost', 'EffectiveCost', 'ListCost', 'ContractedCost'])
    expect(sumOf(rows, column)).toBeCloseTo(totalUsd, 12);
  expect(sumOf(rows, 'x_CostSteady')).toBeCloseTo(phaseUsd.steady, 12);
  expect(sumOf(rows, 'x_CostStorm')).toBeCloseTo(phaseUsd.storm, 12);
  expect(sumOf(rows, 'x_CostHeal')).toBeCloseTo(phaseUsd.heal, 12);
});

test('a cost is its quantity times its unit price', () => {
  for (const { ListCost, ListUnitPrice, PricingQuantity } of focusRows(resilient, book))
    expect(Number(ListUnitPrice) * Number(PricingQuantity)).toBeCloseTo(Number(ListCost), 12);
});

test('a row says what was sold, where, in which unit, and that it is an estimate', () => {
  const [row] = focusRows(resilient, book).filter((one) => one.x_Meter === 'dynamodb.writeUnits');
  expect(row).toMatchObject({
    BillingCurrency: 'USD',
    ChargeCategory: 'Usage',
    ChargePeriodStart: '2007-08-16T04:00:00Z',
    BillingPeriodStart: '2007-08-01T00:00:00Z',
    BillingPeriodEnd: '2007-09-01T00:00:00Z',
    ConsumedQuantity: '96004.0',
    ListUnitPrice: '0.000000625',
    PricingUnit: 'Write Units',
    RegionId: 'us-east-1',
    ServiceName: 'Amazon DynamoDB',
    ServiceCategory: 'Databases',
    SkuMeter: 'WriteRequestUnits',
    SubAccountId: 'resilient',
    x_Basis: `estimate, list prices of ${book.asOf}`,
    x_Confidence: 'found',
    x_ServiceCode: 'AmazonDynamoDB',
  });
});

/** The example with other lines. */
const withBill = (change: (bill: Bill) => Bill) => ({ ...resilient, bill: change(resilient.bill) });

test('each tier has a row with its own price and its own name of a price', () => {
  const tiers = [
    { fromUnits: 0, usdPerUnit: 0.5 },
    { fromUnits: 100, usdPerUnit: 0.25 },
  ];
  const { parts, usd } = tieredPrice(150, tiers);
  const run = withBill((bill) => ({
    ...bill,
    lines: bill.lines.slice(0, 1).map((line) => ({
      ...line,
      units: 150,
      parts,
      costUsd: usd,
      phaseUsd: { steady: usd / 2, storm: usd / 2, heal: 0 },
    })),
  }));
  const rows = focusRows(run, book);
  const cells = rows.map((row) => [row.SkuPriceId, row.PricingQuantity, row.ListUnitPrice]);
  expect(cells).toEqual([
    ['sqs.standardRequests.0', '100.0', '0.5'],
    ['sqs.standardRequests.100', '50.0', '0.25'],
  ]);
  expect(sumOf(rows, 'BilledCost')).toBe(62.5);
  expect(sumOf(rows, 'x_CostStorm')).toBe(31.25);
});

test('free units have a row at the price 0', () => {
  const bill = billRun(resilient, 2000, { book, isFreeTierUsed: true });
  const rows = focusRows({ ...resilient, bill }, book);
  const writes = rows.filter(({ x_Meter }) => x_Meter === 'stepFunctions.transitions');
  expect(writes.map((row) => [row.SkuPriceId, row.ListUnitPrice, row.BilledCost])).toEqual([
    ['stepFunctions.transitions.free', '0.0', '0.0'],
  ]);
  const total = sumOf(rows, 'BilledCost');
  expect(total).toBeCloseTo(bill.totalUsd, 12);
});

test('a run over the turn of a month is billed in both', () => {
  const run = { ...resilient, startMs: Date.UTC(2007, 11, 30), endMs: Date.UTC(2008, 0, 2) };
  expect(focusRows(run, book)[0]).toMatchObject({
    BillingPeriodStart: '2007-12-01T00:00:00Z',
    BillingPeriodEnd: '2008-02-01T00:00:00Z',
  });
});

test('the file has one header, and no exponent in any number', () => {
  const text = billCsv(exampleResult(), book);
  const [header = '', ...rows] = text.trimEnd().split('\n');
  expect(header).toMatch(/^AvailabilityZone,BilledCost,.*,Tags,x_Basis,.*,x_ServiceCode$/);
  expect(rows).toHaveLength(exampleResult().runs.flatMap(({ bill }) => bill.lines).length);
  expect(text).not.toMatch(/,-?\d[\d.]*e[-+]?\d/i);
});
