// The prices that go with a run that has a cost cap. The functions that hold it against the cap
// have no price book.
import type { RateCard } from '#domain/storm/rate-card.ts';
import { type BillableMeterName, billableMeters, hoursOfMonth } from './billable-meters.ts';
import { type PriceBook, priceOf } from './price-book.ts';

/** A meter that a cost cap needs and for which the book has no price. */
export class UnpricedMeterError extends Error {
  override readonly name = 'UnpricedMeterError';

  constructor(region: string, meter: BillableMeterName) {
    super(
      `the prices of ${region} have none for ${billableMeters[meter].label}; a cost cap needs it`,
    );
  }
}

/**
 * Log lines of an invocation in bytes, its own and Lambda's: 0.9 KB were measured over 2,443
 * invocations.
 */
const logBytesOfInvocation = 1_500;

/**
 * Receives an hour of the pollers of three empty queues, 20 s at a time: five each, since each
 * mapping has a `MaximumConcurrency` (facts 5.4, 5.7).
 */
const idleReceivesOfHour = 3 * 5 * 180;

/** The keys of proofs: one of the clients, one of the turns (cdk/rebootstorm-stack.ts). */
const secretCount = 2;

/**
 * Makes the card from a book, at the price of each first tier, which is the dearest, without a free
 * tier. Compute counts as on x86, which is dearer than Arm.
 * @throws {UnpricedMeterError}
 */
export function rateCardOf(book: PriceBook): RateCard {
  const usd = (meter: BillableMeterName) => {
    const price = priceOf(book, meter)?.tiers[0]?.usdPerUnit;
    if (price === undefined) throw new UnpricedMeterError(book.region, meter);
    return price;
  };
  const { meterPerUnit: bytesOfGb } = billableMeters['logs.bytes'];
  const sqsRequests = usd('sqs.standardRequests');
  return {
    perUnitUsd: {
      invocations: usd('lambda.requests') + (logBytesOfInvocation / bytesOfGb) * usd('logs.bytes'),
      gbSeconds: usd('lambda.x86GbSeconds'),
      sqsRequests,
      readUnits: usd('dynamodb.readUnits'),
      writeUnits: usd('dynamodb.writeUnits'),
      transitions: usd('stepFunctions.transitions'),
    },
    metricHourUsd: usd('cloudwatch.metricHours') / hoursOfMonth,
    standingHourUsd:
      (secretCount * usd('secretsManager.secretHours')) / hoursOfMonth +
      idleReceivesOfHour * sqsRequests,
  };
}
