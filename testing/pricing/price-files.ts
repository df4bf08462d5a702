// For tests: price files in AWS's form, made here and served on loopback.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PriceBook, PriceTier } from '#pricing/price-book.ts';

/** Something that a price file has, with the price of each tier as AWS writes it. */
export interface SoldProduct {
  readonly usageType: string;
  readonly tiers: readonly PriceTier[];
  readonly group?: string;
  /** Empty: it has no region, as CloudWatch's dashboards. */
  readonly regionCode?: string;
}

/** When all files of these tests were published. */
const publicationDate = '2026-12-01T10:11:12Z';

/** The version that goes with it. */
export const fileVersion = '20261201101112';

const unitCode = '6YS6EN2CT7';
const termCode = 'JRTCKXETXF';

/** A file with these products, one price term each. */
export function priceFile(code: string, region: string, sold: readonly SoldProduct[]) {
  const skus = sold.map((_, index) => `${code.slice(0, 6).toUpperCase()}SKU${index}`);
  const products = sold.map(({ usageType, group = '', regionCode = region }, index) => [
    skus[index],
    {
      sku: skus[index],
      productFamily: 'any',
      attributes: { servicecode: code, regionCode, usagetype: usageType, group },
    },
  ]);
  const terms = sold.map(({ tiers }, index) => {
    const term = `${skus[index]}.${termCode}`;
    const priceDimensions = Object.fromEntries(
      tiers.map((tier, at) => [
        `${term}.${unitCode}${at === 0 ? '' : at}`,
        dimension(tier, tiers[at + 1]),
      ]),
    );
    const effectiveDate = '2026-11-01T00:00:00Z';
    return [skus[index], { [term]: { sku: skus[index], effectiveDate, priceDimensions } }];
  });
  return {
    formatVersion: 'v1.0',
    offerCode: code,
    version: fileVersion,
    publicationDate,
    products: Object.fromEntries(products),
    terms: { OnDemand: Object.fromEntries(terms) },
  };
}

function dimension({ fromUnits, usdPerUnit }: PriceTier, next: PriceTier | undefined) {
  return {
    description: `$${usdPerUnit} from ${fromUnits}`,
    beginRange: String(fromUnits),
    endRange: next === undefined ? 'Inf' : String(next.fromUnits),
    unit: 'Unit',
    pricePerUnit: { USD: usdPerUnit.toFixed(10) },
  };
}

/** The files that say what a book says, by code; what has no usage type there is left out. */
export function filesOfBook({ region, offers, prices }: PriceBook): Record<string, string> {
  const files = Object.keys(offers).map((code) => {
    const sold = prices.flatMap(({ offer, usageType, tiers }) =>
      offer === code && usageType !== null ? [{ usageType, tiers }] : [],
    );
    return [code, JSON.stringify(priceFile(code, region, sold), null, 2)];
  });
  return Object.fromEntries(files);
}

/** A server of price files. */
export interface PriceServer {
  readonly url: string;
  /** The paths that were asked for, in order. */
  readonly asked: string[];
  stop(): void;
}

/**
 * Serves files on a free port of this machine.
 * @param answer the status, and the text or, for a redirect, the place
 */
export async function servePriceFiles(
  answer: (code: string, region: string) => { status: number; text: string },
): Promise<PriceServer> {
  const asked: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    const [, code = '', region = ''] =
      /^\/offers\/v1\.0\/aws\/(\w+)\/current\/([\w-]+)\/index\.json$/.exec(url) ?? [];
    const { status, text } = answer(code, region);
    response.writeHead(status, status === 302 ? { location: text } : {}).end(text);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}`, asked, stop };
}
