// One of AWS's price files, parsed: only what a price book needs of it.
import * as z from 'zod';
import type { PriceTier } from '#pricing/price-book.ts';
import { formatIssues } from '../sentences/format-issues.ts';
import { brokenLine, withLines } from './json-lines.ts';
import { PriceBookError } from './price-book-error.ts';

/** Something that AWS sells. */
export interface Product {
  readonly sku: string;
  readonly usageType: string;
  readonly group: string;
}

/** A price file. */
export interface Offer {
  readonly code: string;
  readonly version: string;
  readonly publishedAt: string;
  /** Products of one region, and those that have none. */
  readonly products: readonly Product[];
  /**
   * The list prices of a product, from 0 up. A first tier that is free is left out: it is AWS's
   * free tier, which a book keeps apart.
   * @throws {PriceBookError} naming the file, line and field
   */
  readonly tiersOf: (sku: string) => PriceTier[];
}

const dimension = z.looseObject({
  beginRange: z.string(),
  endRange: z.string(),
  unit: z.string(),
  pricePerUnit: z.record(z.string(), z.string()),
});

const term = z.looseObject({
  effectiveDate: z.string().default(''),
  priceDimensions: z.record(z.string(), dimension),
});

const offerFile = z.looseObject({
  offerCode: z.string(),
  version: z.string(),
  publicationDate: z.string(),
  products: z.record(
    z.string(),
    z.looseObject({ attributes: z.record(z.string(), z.unknown()).default({}) }),
  ),
  terms: z.looseObject({
    OnDemand: z.record(z.string(), z.record(z.string(), term)).default({}),
  }),
});

type OfferFile = z.infer<typeof offerFile>;

/**
 * Reads a price file.
 * @param path for what is said about it
 * @throws {PriceBookError} naming the file, line and field
 */
export function readOffer(path: string, text: string, code: string, region: string): Offer {
  const refuse = (reason: string): never => {
    throw new PriceBookError(path, withLines(text, [reason]));
  };
  const file = parsed(path, text);
  if (file.offerCode !== code)
    refuse(`offerCode: expected ${code}, got ${JSON.stringify(file.offerCode)}`);
  const products = Object.entries(file.products).flatMap(([sku, { attributes }]): Product[] => {
    const { regionCode = '', usagetype = '', group = '' } = attributes;
    const isHere = regionCode === region || regionCode === '';
    return isHere ? [{ sku, usageType: String(usagetype), group: String(group) }] : [];
  });
  if (products.length === 0) refuse(`products: none is of the region ${region}`);
  return {
    code,
    version: file.version,
    publishedAt: file.publicationDate,
    products,
    tiersOf: (sku) => tiersOf(file, sku, refuse),
  };
}

function parsed(path: string, text: string): OfferFile {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PriceBookError(path, [`line ${brokenLine(text)}: it is not valid JSON: ${reason}`]);
  }
  const said = offerFile.safeParse(given);
  if (said.success) return said.data;
  throw new PriceBookError(path, withLines(text, formatIssues(said.error, offerFile, given)));
}

function tiersOf(file: OfferFile, sku: string, refuse: (reason: string) => never): PriceTier[] {
  const terms = Object.entries(file.terms.OnDemand[sku] ?? {});
  const inForce = terms.sort(([, a], [, b]) => (a.effectiveDate < b.effectiveDate ? 1 : -1))[0];
  if (inForce === undefined) return refuse(`terms.OnDemand.${sku}: it is missing`);
  const [termCode, { priceDimensions }] = inForce;
  const rows = Object.entries(priceDimensions)
    .map(([rateCode, row]) => {
      const field = `terms.OnDemand.${sku}.${termCode}.priceDimensions.${rateCode}`;
      return { field, ...tierOf(field, row, refuse) };
    })
    .sort((a, b) => a.fromUnits - b.fromUnits);
  for (const [index, { field, fromUnits }] of rows.entries()) {
    const begin = index === 0 ? 0 : (rows[index - 1]?.toUnits ?? 0);
    if (fromUnits < begin)
      refuse(`${field}.beginRange: ${fromUnits} overlaps the tier before it, up to ${begin}`);
    if (fromUnits > begin)
      refuse(`${field}.beginRange: nothing has a price from ${begin} to ${fromUnits}`);
  }
  const [first, second] = rows;
  const priced = first?.usdPerUnit === 0 && second !== undefined ? rows.slice(1) : rows;
  return priced.map(({ fromUnits, usdPerUnit }, index) => ({
    fromUnits: index === 0 ? 0 : fromUnits,
    usdPerUnit,
  }));
}

function tierOf(
  field: string,
  { beginRange, endRange, pricePerUnit, unit }: z.infer<typeof dimension>,
  refuse: (reason: string) => never,
): PriceTier & { readonly toUnits: number } {
  const text = pricePerUnit.USD;
  const others = Object.keys(pricePerUnit).join(', ');
  if (text === undefined)
    return refuse(`${field}.pricePerUnit: expected a price in USD, got ${others || 'none'}`);
  const usdPerUnit = Number(text);
  if (text.trim() === '' || !(usdPerUnit >= 0 && usdPerUnit < Number.POSITIVE_INFINITY))
    refuse(`${field}.pricePerUnit.USD: expected a price in dollars from 0, got '${text}'`);
  // AWS sells some things by the thousand; none of these, so a price of one is never mistaken.
  if (/^\d/.test(unit)) refuse(`${field}.unit: expected a price of one unit, got one of '${unit}'`);
  const fromUnits = Number(beginRange);
  const toUnits = endRange === 'Inf' ? Number.POSITIVE_INFINITY : Number(endRange);
  if (!(fromUnits >= 0))
    refuse(`${field}.beginRange: expected a number from 0, got '${beginRange}'`);
  if (!(toUnits > fromUnits))
    refuse(`${field}.endRange: expected a number above ${fromUnits} or Inf, got '${endRange}'`);
  return { fromUnits, usdPerUnit, toUnits };
}
