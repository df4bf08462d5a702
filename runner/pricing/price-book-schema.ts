// The shape of a price book's file, and what has to be true of its content.
import * as z from 'zod';
import { type BillableMeterName, billableMeterNames } from '#pricing/billable-meters.ts';
import type {
  Confidence,
  FreeAllowance,
  Price,
  PriceBook,
  PriceOffer,
  PriceTier,
} from '#pricing/price-book.ts';
import { regions } from '#pricing/regions.ts';

/** One schema for each field of a type, so that the compiler asks for fields that are new. */
type FieldsOf<Type> = { readonly [Field in keyof Type]-?: z.ZodType };

/** No unit that AWS sells costs a million dollars. */
const unitUsdMax = 1_000_000;

/** A thousand times the last tier of any service here. */
const unitsMax = 1e15;

const meter = z.enum(billableMeterNames as [BillableMeterName, ...BillableMeterName[]]);
const confidences = ['found', 'derived', 'unconfirmed'] as const satisfies readonly Confidence[];

/** A number in its range; what is out of it is refused in these words. */
function numberUpTo(max: number, what: string): z.ZodNumber {
  const error = ({ input }: { input?: unknown }) =>
    typeof input === 'number'
      ? `expected ${what} from 0 to ${max}, got ${input}`
      : `expected ${what} as a number, got ${JSON.stringify(input)}`;
  return z.number({ error }).min(0, { error }).max(max, { error });
}

const tier = z.strictObject({
  fromUnits: numberUpTo(unitsMax, 'priced units a month').describe('In priced units a month.'),
  usdPerUnit: numberUpTo(unitUsdMax, 'a price in dollars'),
} satisfies FieldsOf<PriceTier>);

const offer = z.strictObject({
  version: z.string().nullable().describe("AWS's number of the file; null: not known."),
  publishedAt: z
    .string()
    .refine(isMoment, 'expected a date or time as in 2026-09-11 or 2026-09-11T12:46:07Z')
    .nullable()
    .describe('When AWS published it; null: not known.'),
  source: z.string().min(1),
} satisfies FieldsOf<PriceOffer>);

const price = z.strictObject({
  meter,
  offer: z.string().describe('A key of offers.'),
  usageType: z.string().nullable().describe("AWS's name of what is billed; null: not known."),
  tiers: z.array(tier).min(1).superRefine(refuseBadTiers).describe('From 0 up, in order.'),
  confidence: z.enum(confidences),
  note: z.string(),
} satisfies FieldsOf<Price>);

const allowance = z.strictObject({
  meter,
  unitsPerMonth: numberUpTo(unitsMax, 'priced units a month'),
} satisfies FieldsOf<FreeAllowance>);

/** A price book as its file has it. */
export const priceBookFile = z.strictObject({
  $schema: z.string().optional().describe('For editors: where this schema is.'),
  schemaVersion: z.literal(1),
  region: z.enum(regions),
  currency: z.literal('USD'),
  asOf: z
    .string()
    .refine(isDay, 'expected a day as in 2026-11-30')
    .describe('The day on which the book was put together.'),
  offers: z.record(z.string(), offer),
  prices: z.array(price),
  freeTier: z.array(allowance),
} satisfies FieldsOf<PriceBook & { readonly $schema: string }>);

/** What no schema says: names that have to exist, and things that may be there once only. */
export function bookFaults({ offers, prices, freeTier }: PriceBook): string[] {
  const known = Object.keys(offers);
  const strangers = prices.flatMap(({ offer: code }, index) =>
    known.includes(code)
      ? []
      : [`prices.${index}.offer: '${code}' is not among the offers. Known: ${known.join(', ')}`],
  );
  return [...strangers, ...repeated('prices', prices), ...repeated('freeTier', freeTier)];
}

/** The published schema, docs/schemas/price-book.schema.json. */
export function priceBookJsonSchema(): object {
  return {
    title: 'A price book of rebootstorm: list prices of one region',
    ...z.toJSONSchema(priceBookFile, { io: 'input' }),
  };
}

function repeated(list: string, rows: readonly { readonly meter: string }[]): string[] {
  return rows.flatMap(({ meter: name }, index) => {
    const first = rows.findIndex((row) => row.meter === name);
    return first === index
      ? []
      : [`${list}.${index}.meter: ${name} is there already, as ${list}.${first}`];
  });
}

function refuseBadTiers(tiers: readonly PriceTier[], context: z.RefinementCtx): void {
  for (const [index, { fromUnits }] of tiers.entries()) {
    const message = tierFault(fromUnits, tiers[index - 1]?.fromUnits);
    if (message !== undefined)
      context.addIssue({ code: 'custom', path: [index, 'fromUnits'], message });
  }
}

function tierFault(fromUnits: number, before: number | undefined): string | undefined {
  if (before === undefined)
    return fromUnits === 0 ? undefined : `the first tier has to begin at 0, got ${fromUnits}`;
  if (fromUnits > before) return undefined;
  return fromUnits === before
    ? `it overlaps the tier before it, which begins at ${before}, too`
    : `the tiers are not in order: ${fromUnits} comes after ${before}`;
}

function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && isMoment(text);
}

/** The calendar is asked, so that a 30 February is refused. */
function isMoment(text: string): boolean {
  const parsed = new Date(text);
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?Z)?$/.test(text)) return false;
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text.slice(0, 10));
}
