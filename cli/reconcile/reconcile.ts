// Compares a bill of AWS with the forecast of a run, line by line.
import type { Bill, BillLine } from '#pricing/bill.ts';
import { type BillableMeterName, billableMeterNames } from '#pricing/billable-meters.ts';
import { meterOfUsage } from '#runner/pricing/usage-types.ts';
import type { RateGroup } from './read-bill.ts';

/** A quantity or a cost, forecast and billed. */
export interface Pair {
  readonly forecast: number;
  readonly billed: number;
  /** Billed over forecast, less 1. Null if the forecast is 0. */
  readonly distance: number | null;
}

/** A meter that was forecast and billed. */
export interface ReconciledLine {
  readonly meter: BillableMeterName;
  readonly units: Pair;
  readonly usd: Pair;
  /** AWS's rate codes, or usage types if the bill has no codes. */
  readonly rates: readonly string[];
  /** The prices of a unit on the bill. */
  readonly ratesUsd: readonly number[];
  /** Whether AWS may still change a row of it. */
  readonly isYoung: boolean;
}

/** A line that only the forecast or only the bill has. */
export interface UnmatchedLine {
  readonly name: string;
  readonly units: number;
  readonly usd: number;
  readonly isYoung: boolean;
}

/** The comparison. */
export interface Reconciliation {
  readonly lines: readonly ReconciledLine[];
  readonly total: Pair;
  readonly forecastAlone: readonly UnmatchedLine[];
  readonly billedAlone: readonly UnmatchedLine[];
}

/** Compares the rates of a bill with a run's bill. */
export function reconcile(bill: Bill, groups: readonly RateGroup[]): Reconciliation {
  const named = groups.map((group) => ({
    group,
    meter: meterOfUsage(group.service, group.usageType),
  }));
  const lines = bill.lines.flatMap((line) => {
    const own = named.filter(({ meter }) => meter === line.meter).map(({ group }) => group);
    return own.length === 0 ? [] : [lineOf(line, own)];
  });
  const both = new Set(lines.map(({ meter }) => meter));
  const strangers = named.filter(({ meter }) => meter === undefined || !both.has(meter));
  return {
    lines: [...lines].sort(
      (a, b) => billableMeterNames.indexOf(a.meter) - billableMeterNames.indexOf(b.meter),
    ),
    total: pairOf(
      sumOf(lines, ({ usd }) => usd.forecast),
      sumOf(lines, ({ usd }) => usd.billed),
    ),
    forecastAlone: bill.lines
      .filter(({ meter }) => !both.has(meter))
      .map(({ meter, units, costUsd }) => ({
        name: meter,
        units,
        usd: costUsd,
        isYoung: false,
      })),
    billedAlone: strangers
      .map(({ group, meter }) => unmatched(group, meter))
      .sort((a, b) => b.usd - a.usd),
  };
}

function lineOf(line: BillLine, groups: readonly RateGroup[]): ReconciledLine {
  return {
    meter: line.meter,
    units: pairOf(
      line.units,
      sumOf(groups, ({ quantity }) => quantity),
    ),
    usd: pairOf(
      line.costUsd,
      sumOf(groups, ({ costUsd }) => costUsd),
    ),
    rates: groups.map(({ rateCode, usageType }) => rateCode || usageType).sort(),
    ratesUsd: [...new Set(groups.flatMap(({ ratesUsd }) => [...ratesUsd]))].sort((a, b) => a - b),
    isYoung: groups.some(({ youngRowCount }) => youngRowCount > 0),
  };
}

function unmatched(group: RateGroup, meter: BillableMeterName | undefined): UnmatchedLine {
  const { service, usageType, rateCode, quantity, costUsd, youngRowCount } = group;
  const known = meter === undefined ? '' : `${meter}, `;
  const rate = rateCode === '' ? '' : `, rate ${rateCode}`;
  return {
    name: `${known}${service} ${usageType}${rate}`,
    units: quantity,
    usd: costUsd,
    isYoung: youngRowCount > 0,
  };
}

function pairOf(forecast: number, billed: number): Pair {
  return { forecast, billed, distance: forecast === 0 ? null : billed / forecast - 1 };
}

function sumOf<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}
