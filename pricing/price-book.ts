// A region's list prices at one date, as data: what a file in pricing/books/ holds.

import type { BillableMeterName } from './billable-meters.ts';

/**
 * How well a number is known: `found` in a source that can be named, `derived` from one that was,
 * `unconfirmed` where only weaker evidence is at hand.
 */
export type Confidence = 'found' | 'derived' | 'unconfirmed';

/** The prices of one region, in one currency. */
export interface PriceBook {
  readonly schemaVersion: 1;
  /** AWS's name of the region, e.g. `us-east-1`. */
  readonly region: string;
  readonly currency: 'USD';
  /** The day on which the book was put together, `YYYY-MM-DD`. */
  readonly asOf: string;
  /** AWS's price files (offers) that the prices come from, by AWS's code of the service. */
  readonly offers: Readonly<Record<string, PriceOffer>>;
  readonly prices: readonly Price[];
  /** What AWS gives for nothing each month; no bill takes it off unless asked to. */
  readonly freeTier: readonly FreeAllowance[];
}

/** The price of a meter; undefined where the book has none. */
export function priceOf({ prices }: PriceBook, meter: BillableMeterName): Price | undefined {
  return prices.find((price) => price.meter === meter);
}

/** One of AWS's price files. */
export interface PriceOffer {
  /** AWS's number of the file's version; null where only a copy of its prices was at hand. */
  readonly version: string | null;
  /** When AWS published it, an ISO date or time; null where that is not known. */
  readonly publishedAt: string | null;
  /** Where the prices can be read again. */
  readonly source: string;
}

/** What one billed meter costs. */
export interface Price {
  readonly meter: BillableMeterName;
  /** The code of the offer, a key of `offers`. */
  readonly offer: string;
  /** AWS's name of what is billed, e.g. `Requests-RBP`; null where it is not known. */
  readonly usageType: string | null;
  /** From the cheapest quantity up: the first begins at 0, each ends where the next begins. */
  readonly tiers: readonly PriceTier[];
  readonly confidence: Confidence;
  /** Why it is less than found, or what is worth knowing; empty where nothing is. */
  readonly note: string;
}

/** The price of each unit from one monthly quantity on. */
export interface PriceTier {
  /** In priced units a month. */
  readonly fromUnits: number;
  readonly usdPerUnit: number;
}

/** Units of a meter that are free each month. */
export interface FreeAllowance {
  readonly meter: BillableMeterName;
  /** In priced units a month. */
  readonly unitsPerMonth: number;
}
