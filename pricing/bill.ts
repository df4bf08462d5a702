// What a run would cost on AWS: its meters, priced by a book.

import type { PhaseName } from '#domain/storm/run-phase.ts';
import {
  type BillableMeterName,
  billableMeterNames,
  billableMeters,
  hoursOfMonth,
  type Service,
} from './billable-meters.ts';
import { type Floor, loginFloor, type NetworkWork, networkFloor } from './floor.ts';
import { type Outage, outageCost } from './outage.ts';
import { type Confidence, type Price, type PriceBook, priceOf } from './price-book.ts';
import { type TierPart, tieredPrice } from './tiered-price.ts';

/** What was used in one part of a run; parts of one phase may come more than once. */
export interface MeteredPhase {
  readonly phase: PhaseName;
  readonly fromMs: number;
  readonly toMs: number;
  readonly meters: Readonly<Record<string, number>>;
}

/** What a bill is made of. */
export interface BilledUse {
  /** By name, over the whole run. */
  readonly meters: Readonly<Record<string, number>>;
  /** Together they are the whole run. */
  readonly phases: readonly MeteredPhase[];
  readonly nodes: number;
  readonly work: NetworkWork;
  /** Billed meters that this cloud cannot see. */
  readonly unseen: readonly BillableMeterName[];
}

/** One meter's line. */
export interface BillLine {
  readonly meter: BillableMeterName;
  readonly service: Service;
  /** In priced units, all of them, those that are free too. */
  readonly units: number;
  readonly freeUnits: number;
  /** How the cost comes about: so many units at each tier's price. */
  readonly parts: readonly TierPart[];
  readonly costUsd: number;
  /** Shares of the cost, by when the units were used. */
  readonly phaseUsd: Readonly<Record<PhaseName, number>>;
  readonly confidence: Confidence;
}

/** A run, priced. */
export interface Bill {
  /** The region and the date of the prices. */
  readonly region: string;
  readonly asOf: string;
  readonly isFreeTierUsed: boolean;
  readonly lines: readonly BillLine[];
  readonly totalUsd: number;
  readonly serviceUsd: Readonly<Partial<Record<Service, number>>>;
  readonly phaseUsd: Readonly<Record<PhaseName, number>>;
  /** Billed meters that were used and that the book has no price for, in the meter's own units. */
  readonly unpriced: Readonly<Partial<Record<BillableMeterName, number>>>;
  readonly unseen: readonly BillableMeterName[];
  /** Null where nobody was placed. */
  readonly perMillionLoginsUsd: number | null;
  readonly perNodeMonthUsd: number | null;
  /** The log-ins' floor, and that of all that a network must write; null without their prices. */
  readonly loginFloor: Floor | null;
  readonly networkFloor: Floor | null;
  /** Null where the run has no quiet time to compare with. */
  readonly outage: Outage | null;
}

/**
 * Prices what a run used. Tiers and free units are those of a month in which nothing else runs.
 * @param isFreeTierUsed whether to take off what AWS gives for nothing each month
 */
export function makeBill(use: BilledUse, book: PriceBook, isFreeTierUsed = false): Bill {
  const lines = billableMeterNames.flatMap((meter) => {
    const price = priceOf(book, meter);
    const quantity = use.meters[meter] ?? 0;
    if (price === undefined || quantity === 0) return [];
    return [lineOf(meter, price, use, isFreeTierUsed ? freeUnitsOf(meter, book) : 0)];
  });
  const totalUsd = sumOf(lines, ({ costUsd }) => costUsd);
  const phaseUsd = byPhase((phase) => sumOf(lines, (line) => line.phaseUsd[phase]));
  const hours = sumOf(use.phases, hoursOf);
  const { loginsPlaced } = use.work;
  return {
    region: book.region,
    asOf: book.asOf,
    isFreeTierUsed,
    lines,
    totalUsd,
    serviceUsd: sumsByService(lines),
    phaseUsd,
    unpriced: unpricedOf(use.meters, book),
    unseen: use.unseen,
    perMillionLoginsUsd: loginsPlaced === 0 ? null : (totalUsd / loginsPlaced) * 1e6,
    perNodeMonthUsd: hours === 0 ? null : (totalUsd / use.nodes / hours) * hoursOfMonth,
    loginFloor: loginFloor(use.work, totalUsd, book),
    networkFloor: networkFloor(use.work, totalUsd, book),
    outage: outageCost(hoursByPhase(use.phases), phaseUsd),
  };
}

function lineOf(
  meter: BillableMeterName,
  price: Price,
  { meters, phases }: BilledUse,
  freeUnitsMax: number,
): BillLine {
  const { meterPerUnit, service } = billableMeters[meter];
  const quantity = meters[meter] ?? 0;
  const units = quantity / meterPerUnit;
  const freeUnits = Math.min(units, freeUnitsMax);
  const { usd: costUsd, parts } = tieredPrice(units - freeUnits, price.tiers);
  const phaseUsd = byPhase((phase) => {
    const own = phases.filter((part) => part.phase === phase);
    return (costUsd * sumOf(own, (part) => part.meters[meter] ?? 0)) / quantity;
  });
  const { confidence } = price;
  return { meter, service, units, freeUnits, parts, costUsd, phaseUsd, confidence };
}

function freeUnitsOf(meter: BillableMeterName, { freeTier }: PriceBook): number {
  return freeTier.find((allowance) => allowance.meter === meter)?.unitsPerMonth ?? 0;
}

function unpricedOf(
  meters: BilledUse['meters'],
  book: PriceBook,
): Partial<Record<BillableMeterName, number>> {
  const used = billableMeterNames.filter((meter) => (meters[meter] ?? 0) > 0);
  const unpriced = used.filter((meter) => priceOf(book, meter) === undefined);
  return Object.fromEntries(unpriced.map((meter) => [meter, meters[meter] ?? 0]));
}

function sumsByService(lines: readonly BillLine[]): Partial<Record<Service, number>> {
  const sums: Partial<Record<Service, number>> = {};
  for (const { service, costUsd } of lines) sums[service] = (sums[service] ?? 0) + costUsd;
  return sums;
}

function hoursByPhase(phases: readonly MeteredPhase[]): Record<PhaseName, number> {
  return byPhase((phase) =>
    sumOf(
      phases.filter((part) => part.phase === phase),
      hoursOf,
    ),
  );
}

function hoursOf({ fromMs, toMs }: MeteredPhase): number {
  return (toMs - fromMs) / 3_600_000;
}

function byPhase(of: (phase: PhaseName) => number): Record<PhaseName, number> {
  return { steady: of('steady'), storm: of('storm'), heal: of('heal') };
}

function sumOf<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}
