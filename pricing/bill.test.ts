import fc from 'fast-check';
import { type BilledUse, type MeteredPhase, makeBill } from './bill.ts';
import { billableMeterNames, billableMeters } from './billable-meters.ts';
import type { PriceBook } from './price-book.ts';

const hourMs = 3_600_000;

/** One price for each meter, with a second tier at half the price from a million units on. */
const book: PriceBook = {
  schemaVersion: 1,
  region: 'us-east-1',
  currency: 'USD',
  asOf: '2026-11-30',
  offers: { AmazonAny: { version: null, publishedAt: null, source: 'made up for a test' } },
  prices: billableMeterNames.map((meter, index) => ({
    meter,
    offer: 'AmazonAny',
    usageType: null,
    tiers: [
      { fromUnits: 0, usdPerUnit: (index + 1) / 1000 },
      { fromUnits: 1e6, usdPerUnit: (index + 1) / 2000 },
    ],
    confidence: 'found',
    note: '',
  })),
  freeTier: [{ meter: 'sqs.standardRequests', unitsPerMonth: 100 }],
};

const without = (...meters: string[]): PriceBook => ({
  ...book,
  prices: book.prices.filter(({ meter }) => !meters.includes(meter)),
});

function use(meters: Record<string, number>, others: Partial<BilledUse> = {}): BilledUse {
  return {
    meters,
    phases: [{ phase: 'steady', fromMs: 0, toMs: hourMs, meters }],
    nodes: 100,
    work: { loginsPlaced: 1000, joinsLeavesAndRenewals: 500 },
    unseen: [],
    ...others,
  };
}

test('a line says its units, its tiers and its cost', () => {
  const { lines, totalUsd } = makeBill(use({ 'sqs.standardRequests': 1_500_000 }), book);
  expect(lines).toMatchObject([
    {
      meter: 'sqs.standardRequests',
      service: 'SQS',
      units: 1_500_000,
      freeUnits: 0,
      parts: [
        { fromUnits: 0, units: 1_000_000, usdPerUnit: 0.001, usd: 1000 },
        { fromUnits: 1_000_000, units: 500_000, usdPerUnit: 0.0005, usd: 250 },
      ],
      costUsd: 1250,
    },
  ]);
  expect(totalUsd).toBe(1250);
});

test('meters that AWS prorates become months', () => {
  const bill = makeBill(use({ 'cloudwatch.metricHours': 730 * 3, 'logs.bytes': 2 ** 31 }), book);
  const units = bill.lines.map(({ meter, units }) => [meter, units]);
  expect(units).toEqual([
    ['logs.bytes', 2],
    ['cloudwatch.metricHours', 3],
  ]);
});

test('details of a meter are not billed a second time', () => {
  const { lines } = makeBill(use({ 'sqs.emptyReceives': 5, 'sqs.requests': 5 }), book);
  expect(lines).toEqual([]);
});

test('free units are taken off only when asked for, and never below nothing', () => {
  const many = use({ 'sqs.standardRequests': 150 });
  expect(makeBill(many, book).totalUsd).toBeCloseTo(0.15);
  expect(makeBill(many, book, true).totalUsd).toBeCloseTo(0.05);
  expect(makeBill(use({ 'sqs.standardRequests': 60 }), book, true).totalUsd).toBe(0);
});

test('what has no price is listed, and not as nothing', () => {
  const bill = makeBill(use({ 'xray.traces': 7, 'lambda.requests': 2 }), without('xray.traces'));
  expect(bill.unpriced).toEqual({ 'xray.traces': 7 });
  expect(bill.lines.map(({ meter }) => meter)).toEqual(['lambda.requests']);
});

test('a bill without quiet hours, log-ins or a floor price says so by null', () => {
  const short: MeteredPhase = { phase: 'storm', fromMs: 0, toMs: hourMs / 2, meters: {} };
  const work = { loginsPlaced: 0, joinsLeavesAndRenewals: 0 };
  const bill = makeBill(use({}, { phases: [short], work }), without('dynamodb.writeUnits'));
  expect(bill).toMatchObject({
    outage: null,
    perMillionLoginsUsd: null,
    loginFloor: null,
    networkFloor: null,
  });
});

test('the floor is three requests for ten log-ins, a write and a millisecond of each', () => {
  const { loginFloor, networkFloor } = makeBill(use({ 'lambda.requests': 1000 }), book);
  const usd = (meter: string, units: number) =>
    (book.prices.find((price) => price.meter === meter)?.tiers[0]?.usdPerUnit ?? Number.NaN) *
    units;
  const requests = usd('sqs.standardRequests', 300);
  const compute = usd('lambda.armGbSeconds', 1 / 8);
  expect(loginFloor?.totalUsd).toBeCloseTo(requests + compute + usd('dynamodb.writeUnits', 1000));
  expect(networkFloor?.totalUsd).toBeCloseTo(requests + compute + usd('dynamodb.writeUnits', 1500));
  expect(loginFloor?.perLoginUsd).toBeCloseTo((loginFloor?.totalUsd ?? 0) / 1000);
  const cost = usd('lambda.requests', 1000);
  expect(loginFloor?.ratio).toBeCloseTo(cost / (loginFloor?.totalUsd ?? 0));
});

test('an outage costs what lies beyond as many quiet hours', () => {
  const requests = (count: number) => ({ 'lambda.requests': count });
  const phases: MeteredPhase[] = [
    { phase: 'steady', fromMs: 0, toMs: 2 * hourMs, meters: requests(200) },
    { phase: 'storm', fromMs: 2 * hourMs, toMs: 3 * hourMs, meters: requests(500) },
    { phase: 'heal', fromMs: 3 * hourMs, toMs: 5 * hourMs, meters: requests(1000) },
  ];
  const { outage, phaseUsd } = makeBill(use(requests(1700), { phases }), book);
  const usdPerRequest = phaseUsd.steady / 200;
  expect(outage?.quietUsdPerHour).toBeCloseTo(100 * usdPerRequest);
  expect(outage?.healingUsd).toBeCloseTo(800 * usdPerRequest);
  expect(outage?.extraUsd).toBeCloseTo(1200 * usdPerRequest);
});

const drawnMeters = fc.dictionary(
  fc.constantFrom(...billableMeterNames),
  fc.integer({ min: 1, max: 10_000_000 }),
);

test('services, phases and lines add up to the same total', () => {
  fc.assert(
    fc.property(fc.array(drawnMeters, { minLength: 1, maxLength: 4 }), (drawn) => {
      const names = ['steady', 'storm', 'heal', 'steady'] as const;
      const phases = drawn.map((meters, index) => ({
        phase: names[index] ?? 'steady',
        fromMs: index * hourMs,
        toMs: (index + 1) * hourMs,
        meters,
      }));
      const meters: Record<string, number> = {};
      for (const part of drawn)
        for (const [name, count] of Object.entries(part))
          meters[name] = (meters[name] ?? 0) + count;
      const bill = makeBill(use(meters, { phases }), book);
      const sum = (values: readonly number[]) => values.reduce((total, one) => total + one, 0);
      const near = (value: number) => expect(value / bill.totalUsd || 1).toBeCloseTo(1);
      near(sum(bill.lines.map(({ costUsd }) => costUsd)));
      near(sum(Object.values(bill.serviceUsd)));
      near(sum(Object.values(bill.phaseUsd)));
      for (const line of bill.lines)
        expect(line.costUsd).toBeCloseTo(sum(line.parts.map(({ usd }) => usd)));
    }),
  );
});

test('each meter names a unit that is priced', () => {
  for (const { meterPerUnit, pricedUnit } of Object.values(billableMeters)) {
    expect(meterPerUnit).toBeGreaterThanOrEqual(1);
    expect(pricedUnit).not.toBe('');
  }
});
