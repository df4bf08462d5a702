// The price of a unit in words. A request costs so little that the price is given for a million.
import { type BillableMeterName, billableMeters } from '#pricing/billable-meters.ts';

/** Below a hundredth of a cent, the price of a million is easier to read. */
const smallUsd = 0.0001;

/** A price such as `$0.40 a million requests` or `$0.30 a metric-month`. */
export function formatListPrice(meter: BillableMeterName, usd: number): string {
  const { pricedUnit } = billableMeters[meter];
  const isSmall = usd > 0 && usd < smallUsd;
  if (isSmall) return `${dollars(usd * 1e6)} a million ${pricedUnit}s`;
  return `${dollars(usd)} ${/^[aeio]/.test(pricedUnit) ? 'an' : 'a'} ${pricedUnit}`;
}

/** Has at least two decimals, and as many as the price needs. */
function dollars(usd: number): string {
  // No price has twelve digits. Rounding to twelve removes the noise of a product.
  const [whole, decimals = ''] = String(Number(usd.toPrecision(12))).split('.');
  return `$${whole}.${decimals.padEnd(2, '0')}`;
}
