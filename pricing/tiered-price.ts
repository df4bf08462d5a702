// What a quantity costs where the price of a unit falls with the quantity.

import type { PriceTier } from './price-book.ts';

/** The units of a quantity that fall into one tier. */
export interface TierPart {
  readonly fromUnits: number;
  readonly units: number;
  readonly usdPerUnit: number;
  readonly usd: number;
}

/**
 * Prices a quantity tier by tier: each unit at the price of the tier that it falls into.
 * @param units in priced units, 0 or more
 * @param tiers as in a price book: the first begins at 0, each ends where the next begins
 * @returns `parts` has one entry for each tier that is reached
 */
export function tieredPrice(
  units: number,
  tiers: readonly PriceTier[],
): { usd: number; parts: TierPart[] } {
  const parts = tiers.flatMap(({ fromUnits, usdPerUnit }, index): TierPart[] => {
    const end = Math.min(units, tiers[index + 1]?.fromUnits ?? Number.POSITIVE_INFINITY);
    const own = end - fromUnits;
    return own > 0 ? [{ fromUnits, units: own, usdPerUnit, usd: own * usdPerUnit }] : [];
  });
  return { usd: parts.reduce((sum, { usd }) => sum + usd, 0), parts };
}
