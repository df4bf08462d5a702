// The cheapest that any design on these services could pay for the same log-ins.

import type { BillableMeterName } from './billable-meters.ts';
import { type PriceBook, priceOf } from './price-book.ts';

/** One part of a floor: so much of a billed meter, at the price of its first tier. */
export interface FloorPart {
  readonly meter: BillableMeterName;
  /** In priced units. */
  readonly units: number;
  readonly costUsd: number;
}

/** A floor beside the bill of a run. */
export interface Floor {
  readonly parts: readonly FloorPart[];
  readonly totalUsd: number;
  /** For one log-in that was placed; null where none was. */
  readonly perLoginUsd: number | null;
  /** How many times the floor the run cost; null where the floor is nothing. */
  readonly ratio: number | null;
}

/** What a network did that no design can leave undone. */
export interface NetworkWork {
  readonly loginsPlaced: number;
  /** Nodes switched on or off, and leases that were renewed. */
  readonly joinsLeavesAndRenewals: number;
}

/** SQS takes ten messages in one request: one send, one receive and one delete for ten log-ins. */
const requestsPerLogin = 3 / 10;

/** The item that says where the client is now, of at most 1 KB (facts 5.16). */
const writeUnitsPerLogin = 1;

/**
 * A full batch of 50 log-ins takes a function some 50 ms, most of them waiting for DynamoDB
 * (docs/architecture.md), in the smallest function that Lambda has.
 */
const handlerMsPerLogin = 1;
const smallestFunctionGb = 128 / 1024;

/** The floor of the log-ins alone; null where the book lacks one of its prices. */
export function loginFloor(
  { loginsPlaced }: NetworkWork,
  costUsd: number,
  book: PriceBook,
): Floor | null {
  return floorOf(loginUnits(loginsPlaced), loginsPlaced, costUsd, book);
}

/** A fuller floor: one write unit for each join, leave and renewal as well. */
export function networkFloor(work: NetworkWork, costUsd: number, book: PriceBook): Floor | null {
  const units = loginUnits(work.loginsPlaced).map(
    ([meter, count]): Units =>
      meter === 'dynamodb.writeUnits'
        ? [meter, count + work.joinsLeavesAndRenewals]
        : [meter, count],
  );
  return floorOf(units, work.loginsPlaced, costUsd, book);
}

type Units = readonly [BillableMeterName, number];

function loginUnits(logins: number): Units[] {
  return [
    ['sqs.standardRequests', logins * requestsPerLogin],
    ['lambda.armGbSeconds', ((logins * handlerMsPerLogin) / 1000) * smallestFunctionGb],
    ['dynamodb.writeUnits', logins * writeUnitsPerLogin],
  ];
}

function floorOf(
  units: readonly Units[],
  logins: number,
  costUsd: number,
  book: PriceBook,
): Floor | null {
  const parts: FloorPart[] = [];
  for (const [meter, count] of units) {
    const usdPerUnit = firstTierUsd(meter, book);
    if (usdPerUnit === undefined) return null;
    parts.push({ meter, units: count, costUsd: count * usdPerUnit });
  }
  const totalUsd = parts.reduce((sum, part) => sum + part.costUsd, 0);
  return {
    parts,
    totalUsd,
    perLoginUsd: logins === 0 ? null : totalUsd / logins,
    ratio: totalUsd === 0 ? null : costUsd / totalUsd,
  };
}

/** Not a later tier: a floor at the prices of somebody larger would be unfair. */
function firstTierUsd(meter: BillableMeterName, book: PriceBook): number | undefined {
  return priceOf(book, meter)?.tiers[0]?.usdPerUnit;
}
