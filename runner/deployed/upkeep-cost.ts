// What one thing of a stack costs a month while nobody uses it.
import type { Found } from '#adapters/inventory/found.ts';
import { idlePollerCount, LONG_POLL_MS } from '#local-cloud/lambda/poller-fleet.ts';
import { standingCharge } from '#local-cloud/template/standing-charges.ts';
import { type BillableMeterName, billableMeters, hoursOfMonth } from '#pricing/billable-meters.ts';
import { type PriceBook, priceOf } from '#pricing/price-book.ts';
import { tieredPrice } from '#pricing/tiered-price.ts';

/** What something costs a month by itself. */
export interface UpkeepCost {
  /** Null: it costs something for which the book has no price. */
  readonly usdPerMonth: number | null;
  /** What that is; empty where everything has a price. */
  readonly unpriced: string;
}

/** Prices what a thing costs in a month of idleness, without anything that is free each month. */
export function upkeepCost(found: Found, book: PriceBook): UpkeepCost {
  const { kind, upkeep } = found;
  const keptBytes = kind === 'log group' ? (upkeep.storedBytes ?? 0) : 0;
  if (keptBytes > 0)
    return { usdPerMonth: null, unpriced: `keeping ${keptBytes.toLocaleString('en-US')} bytes` };
  let usdPerMonth = 0;
  for (const [name, perHour] of Object.entries(metersPerHour(found))) {
    const meter = name as BillableMeterName;
    const price = priceOf(book, meter);
    const { label, meterPerUnit } = billableMeters[meter];
    if (price === undefined && perHour > 0) return { usdPerMonth: null, unpriced: label };
    usdPerMonth += tieredPrice((perHour * hoursOfMonth) / meterPerUnit, price?.tiers ?? []).usd;
  }
  return { usdPerMonth, unpriced: '' };
}

type Meters = Readonly<Partial<Record<BillableMeterName, number>>>;

const hourMs = 3_600_000;

function metersPerHour({ kind, upkeep }: Found): Meters {
  switch (kind) {
    case 'event source mapping':
      return upkeep.pollsAtMost === undefined ? {} : polling(upkeep.pollsAtMost);
    case 'table':
      return {
        'dynamodb.storageByteHours': upkeep.storedBytes ?? 0,
        'dynamodb.provisionedReadUnitHours': upkeep.readCapacity ?? 0,
        'dynamodb.provisionedWriteUnitHours': upkeep.writeCapacity ?? 0,
      };
    case 'secret':
      // AWS charges nothing for a secret that is marked for deletion (Secrets Manager user guide,
      // manage_delete-secret).
      return upkeep.isEnding ? {} : standing('AWS::SecretsManager::Secret');
    case 'key':
      // A key that is scheduled for deletion is free (KMS developer guide, "Deleting AWS KMS
      // keys").
      return upkeep.isEnding ? {} : standing('AWS::KMS::Key');
    case 'alarm':
      return upkeep.alarm === null
        ? standing('AWS::CloudWatch::CompositeAlarm')
        : standing('AWS::CloudWatch::Alarm', upkeep.alarm);
    case 'dashboard':
      return standing('AWS::CloudWatch::Dashboard');
    // Queues, functions, state machines, schedules and stacks are billed by use alone. What a log
    // group keeps is treated apart.
    default:
      return {};
  }
}

/** Its pollers ask an empty queue again and again, each for as long as one receive may wait. */
function polling(concurrencyMax: number | null): Meters {
  return { 'sqs.standardRequests': (idlePollerCount(concurrencyMax) * hourMs) / LONG_POLL_MS };
}

function standing(type: string, properties: Readonly<Record<string, unknown>> = {}): Meters {
  const charge = standingCharge(type, properties);
  return charge === undefined ? {} : { [charge.meter]: charge.perHour };
}
