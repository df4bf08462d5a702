// What an operator's command on AWS can cost at most: list prices, without what is free each month.
import { type PricedService, pricedServices, type RequestsMax } from '#adapters/priced-requests.ts';
import { dynamoDbQuotas } from '#domain/quotas/dynamodb-quotas.ts';
import { type BillableMeterName, billableMeters } from '#pricing/billable-meters.ts';
import { type PriceBook, priceOf } from '#pricing/price-book.ts';
import { tieredPrice } from '#pricing/tiered-price.ts';
import { WrongInputError } from '../wrong-input-error.ts';

/** The most that something can cost, and why it is no more. */
export interface CostBound {
  /** In US dollars, by the services' names. */
  readonly serviceUsd: Readonly<Record<string, number>>;
  readonly totalUsd: number;
  /** Where the figures come from, one sentence each. */
  readonly because: readonly string[];
  /** What the command itself may ask; the connection refuses more. */
  readonly requestsMax: RequestsMax;
}

/** A book lacks a price, so that nothing bounds the cost. */
export class UnboundedCostError extends WrongInputError {
  override readonly name = 'UnboundedCostError';

  constructor(meters: readonly BillableMeterName[], { region }: PriceBook) {
    const labels = meters.map((meter) => billableMeters[meter].label).join(', ');
    super(
      `the prices of ${region} have none for ${labels}, so the cost has no bound; ` +
        'add it to a file of your own: --prices mine.json',
    );
  }
}

/** SQS bills each 64 KiB of a request, of which it takes 1 MiB (SQS developer guide, quotas). */
const sqsRequestsOfOne = 16;

/** What one query or scan returns is at most 1 MB, read at 4 KB a unit (developer guide, Query). */
export const readUnitsOfPage = 2 ** 20 / 4096;

/** A row of ours and its copy in the index are below 1 KB, so a batch of puts takes two each. */
const writeUnitsOfBatch = 2 * dynamoDbQuotas.batchWriteItems.value;

/**
 * $0.01 for 1,000 requests ("Amazon CloudWatch pricing", API requests beyond the free million; seen
 * in November 2026). No run is billed by them, so no price book has them.
 */
const cloudWatchUsdPerRequest = 0.01 / 1000;

/**
 * Bounds what the command's own requests cost, each taken as the dearest that there is.
 * @param readUnits what one read of the table takes at most
 * @throws {UnboundedCostError}
 */
export function boundOfRequests(
  requestsMax: RequestsMax,
  book: PriceBook,
  readUnits: number = readUnitsOfPage,
): CostBound {
  const usdOfOne: Readonly<Record<PricedService, () => number>> = {
    DynamoDB: () =>
      Math.max(
        usdOf('dynamodb.readUnits', readUnits, book),
        usdOf('dynamodb.writeUnits', writeUnitsOfBatch, book),
      ),
    SQS: () => usdOf('sqs.standardRequests', sqsRequestsOfOne, book),
    CloudWatch: () => cloudWatchUsdPerRequest,
    'Secrets Manager': () => usdOf('secretsManager.requests', 1, book),
    KMS: () => usdOf('kms.requests', 1, book),
  };
  const asked = pricedServices.filter((service) => (requestsMax[service] ?? 0) > 0);
  const serviceUsd = Object.fromEntries(
    asked.map((service) => [service, (requestsMax[service] ?? 0) * usdOfOne[service]()]),
  );
  if (asked.length === 0) return boundOf({}, requestsMax, ['requests that are free']);
  const counts = asked.map(
    (service) => `${(requestsMax[service] ?? 0).toLocaleString('en-US')} to ${service}`,
  );
  return boundOf(serviceUsd, requestsMax, [
    `the command's own requests, each as the dearest of its kind: at most ${counts.join(', ')}`,
  ]);
}

/** The price of a quantity at the first tier, which is never cheaper than the later ones. */
function usdOf(meter: BillableMeterName, quantity: number, book: PriceBook): number {
  const price = priceOf(book, meter);
  if (price === undefined) throw new UnboundedCostError([meter], book);
  return tieredPrice(quantity / billableMeters[meter].meterPerUnit, price.tiers).usd;
}

/** Both together, with the requests of both. */
export function boundOfBoth(one: CostBound, other: CostBound): CostBound {
  const services = Object.keys({ ...one.serviceUsd, ...other.serviceUsd });
  const serviceUsd = Object.fromEntries(
    services.map((service) => [
      service,
      (one.serviceUsd[service] ?? 0) + (other.serviceUsd[service] ?? 0),
    ]),
  );
  const requestsMax = Object.fromEntries(
    pricedServices
      .map((name) => [name, (one.requestsMax[name] ?? 0) + (other.requestsMax[name] ?? 0)] as const)
      .filter(([, most]) => most > 0),
  );
  return boundOf(serviceUsd, requestsMax, [...one.because, ...other.because]);
}

/** A bound of these parts. */
export function boundOf(
  serviceUsd: CostBound['serviceUsd'],
  requestsMax: RequestsMax,
  because: readonly string[],
): CostBound {
  const totalUsd = Object.values(serviceUsd).reduce((sum, usd) => sum + usd, 0);
  return { serviceUsd, totalUsd, because, requestsMax };
}
