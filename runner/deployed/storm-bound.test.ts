import { priceOf } from '#pricing/price-book.ts';
import { drill } from '#scenarios/drill.ts';
import { policyNamed } from '../policy-choice.ts';
import { billRun } from '../pricing/bill-run.ts';
import { shippedPriceBook } from '../pricing/read-price-book.ts';
import { twinRun } from '../twin/twin-run.ts';
import { boundOfRequests } from './cost-bound.ts';
import { boundOfStorm, boundOfStorms, safetyFactor, stormRequests } from './storm-bound.ts';

const book = shippedPriceBook('us-east-1');
const storm = { scenario: drill, policy: policyNamed('resilient'), seed: 2007, nodes: 300 };

test('a storm is bounded above the bill of the usual stack, service by service', async () => {
  const { run } = await twinRun(
    {
      cloud: 'twin',
      scenario: drill,
      policy: storm.policy,
      seed: storm.seed,
      nodeCount: storm.nodes,
      scale: 'embedded',
      retries: 'executed',
    },
    () => {},
    () => 0,
  );
  const bill = billRun(run, storm.nodes, { book, isFreeTierUsed: false });
  const { serviceUsd, totalUsd, requestsMax } = await boundOfStorm(storm, book);
  for (const [service, usd] of Object.entries(bill.serviceUsd))
    expect(serviceUsd[service]).toBeGreaterThanOrEqual(usd * safetyFactor);
  expect(totalUsd).toBeCloseTo(Object.values(serviceUsd).reduce((sum, usd) => sum + usd, 0));
  expect(totalUsd).toBeLessThan(1);
  expect(requestsMax).toEqual(stormRequests(storm));
});

test('more nodes, and a policy that does not heal, have a higher bound', async () => {
  const { totalUsd } = await boundOfStorm(storm, book);
  const larger = await boundOfStorm({ ...storm, nodes: 3_000 }, book);
  const worse = await boundOfStorm({ ...storm, policy: policyNamed('legacy-2007') }, book);
  expect(larger.totalUsd).toBeGreaterThan(totalUsd);
  expect(worse.totalUsd).toBeGreaterThan(totalUsd);
});

test('several storms are bounded as each of them, with the requests of all', async () => {
  const other = { ...storm, seed: 2008 };
  const bounds = [await boundOfStorm(storm, book), await boundOfStorm(other, book)];
  const { totalUsd, requestsMax, because } = await boundOfStorms([storm, other], book);
  expect(totalUsd).toBeCloseTo(bounds.reduce((sum, one) => sum + one.totalUsd, 0));
  const asked = (service: 'SQS' | 'DynamoDB') =>
    bounds.reduce((sum, one) => sum + (one.requestsMax[service] ?? 0), 0);
  expect(requestsMax).toMatchObject({ SQS: asked('SQS'), DynamoDB: asked('DynamoDB') });
  expect(because[0]).toMatch(/^2 storms: /);
});

test('a book without a price bounds nothing', async () => {
  const prices = book.prices.filter(({ meter }) => meter !== 'xray.traces');
  const lacking = boundOfStorm(storm, { ...book, prices });
  await expect(lacking).rejects.toThrow(/have none for traces recorded.*--prices mine.json/);
});

test("a command's own requests cost what the dearest of their kind does", () => {
  const usd = (meter: Parameters<typeof priceOf>[1]) =>
    priceOf(book, meter)?.tiers[0]?.usdPerUnit ?? Number.NaN;
  const asked = { DynamoDB: 10, SQS: 100, CloudWatch: 1_000, 'Secrets Manager': 5 };
  const { serviceUsd, requestsMax } = boundOfRequests(asked, book);
  expect(serviceUsd.DynamoDB).toBeCloseTo(
    10 * Math.max(256 * usd('dynamodb.readUnits'), 50 * usd('dynamodb.writeUnits')),
  );
  expect(serviceUsd.SQS).toBeCloseTo(100 * 16 * usd('sqs.standardRequests'));
  expect(serviceUsd.CloudWatch).toBeCloseTo(0.01);
  expect(serviceUsd['Secrets Manager']).toBeCloseTo(5 * usd('secretsManager.requests'));
  expect(requestsMax).toBe(asked);
  expect(boundOfRequests({}, book)).toMatchObject({
    totalUsd: 0,
    because: ['requests that are free'],
  });
});
