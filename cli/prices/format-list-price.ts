// The price of a unit in words: a request costs so little that a million of them are named.
import { type BillableMeterName, billableMeters } from '#pricing/billable-meters.ts';

/** Below a hundredth of a cent, the price of a million is easier to read. */
const smallUsd = 0.0001;

/** Such as `$0.40 a million requests` or `$0.30 a metric-month`. */
export function formatListPrice(meter: BillableMeterName, usd: number): string {
  const { pricedUnit } = billableMeters[meter];
  const isSmall = usd > 0 && usd < smallUsd;
  if (isSmall) return `${dollars(usd * 1e6)} a million ${pricedUnit}s`;
  return `${dollars(usd)} ${/^[aeio]/.test(pricedUnit) ? 'an' : 'a'} ${pricedUnit}`;
}

/** At least two decimals, and as many as the price has. */
function dollars(usd: number): string {
  // Twelve digits are more than any price has, and fewer than the noise of a product.
  const [whole, decimals = ''] = String(Number(usd.toPrecision(12))).split('.');
  return `$${whole}.${decimals.padEnd(2, '0')}`;
}
