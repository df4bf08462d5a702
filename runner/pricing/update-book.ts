// A new price book out of AWS's price files and the book before it.
import { type BillableMeterName, billableMeterNames } from '#pricing/billable-meters.ts';
import { type Price, type PriceBook, type PriceTier, priceOf } from '#pricing/price-book.ts';
import type { Offer, Product } from './read-offer.ts';
import { usageRules, withoutRegion } from './usage-types.ts';

/** What a unit cost before and costs now, from one quantity on; null: that tier is not there. */
export interface PriceChange {
  readonly meter: BillableMeterName;
  readonly fromUnits: number;
  readonly oldUsd: number | null;
  readonly newUsd: number | null;
}

/** A book with what is new in it. */
export interface UpdatedBook {
  readonly book: PriceBook;
  readonly changes: readonly PriceChange[];
  /** Meters that the files have no single price for; their old price stands, where there is one. */
  readonly notFound: readonly { readonly meter: BillableMeterName; readonly reason: string }[];
}

/**
 * Takes what the files say, and for what they do not say the old price as it was.
 * @param before the book to compare with and to take the free tier from
 * @param sourceOf where an offer can be read again
 * @param asOf today, `YYYY-MM-DD`
 * @throws {PriceBookError} where a file has a price that cannot be one
 */
export function updateBook(
  before: PriceBook,
  offers: readonly Offer[],
  sourceOf: (offer: Offer) => string,
  asOf: string,
): UpdatedBook {
  const found = billableMeterNames.map((meter) => ({ meter, ...findPrice(meter, offers) }));
  const prices = found.flatMap(({ meter, price }) => {
    const kept = price ?? priceOf(before, meter);
    return kept === undefined ? [] : [kept];
  });
  const read = offers.map((offer) => [
    offer.code,
    { version: offer.version, publishedAt: offer.publishedAt, source: sourceOf(offer) },
  ]);
  const book = {
    ...before,
    asOf,
    offers: { ...before.offers, ...Object.fromEntries(read) },
    prices,
  };
  return {
    book,
    changes: prices.flatMap((price) => changesOf(price, before)),
    notFound: found.flatMap(({ meter, reason }) => (reason === null ? [] : [{ meter, reason }])),
  };
}

function findPrice(
  meter: BillableMeterName,
  offers: readonly Offer[],
): { price: Price | null; reason: string | null } {
  const rule = usageRules[meter];
  const offer = offers.find(({ code }) => code === rule.offer);
  if (offer === undefined) return { price: null, reason: `no file of ${rule.offer} was read` };
  const products = productsOf(offer, rule);
  const [product] = products;
  const names = rule.usageTypes.join(' or ') || rule.group;
  if (product === undefined)
    return { price: null, reason: `${rule.offer} has no product called ${names}` };
  const tiers = offer.tiersOf(product.sku);
  const isOne = products.every(({ sku }) => isSame(offer.tiersOf(sku), tiers));
  if (!isOne)
    return {
      price: null,
      reason: `${rule.offer} has several called ${product.usageType}, at several prices`,
    };
  const { usageType } = product;
  return {
    price: { meter, offer: rule.offer, usageType, tiers, confidence: 'found', note: '' },
    reason: null,
  };
}

/** The products of the first name that there is. */
function productsOf(
  { products }: Offer,
  { usageTypes, group }: (typeof usageRules)[BillableMeterName],
): Product[] {
  const named = usageTypes
    .map((name) => products.filter(({ usageType }) => withoutRegion(usageType) === name))
    .find((list) => list.length > 0);
  if (named !== undefined) return named;
  return group === undefined ? [] : products.filter((product) => product.group === group);
}

function isSame(a: readonly PriceTier[], b: readonly PriceTier[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function changesOf({ meter, tiers }: Price, before: PriceBook): PriceChange[] {
  const old = priceOf(before, meter)?.tiers ?? [];
  const starts = [...new Set([...old, ...tiers].map(({ fromUnits }) => fromUnits))];
  return starts
    .sort((a, b) => a - b)
    .map((fromUnits) => ({
      meter,
      fromUnits,
      oldUsd: priceFrom(old, fromUnits),
      newUsd: priceFrom(tiers, fromUnits),
    }))
    .filter(({ oldUsd, newUsd }) => oldUsd !== newUsd);
}

function priceFrom(tiers: readonly PriceTier[], from: number): number | null {
  return tiers.find(({ fromUnits }) => fromUnits === from)?.usdPerUnit ?? null;
}
