// How the figures of a bill come about, step by step, down to meters and prices.

import { phaseNames } from '#domain/storm/run-phase.ts';
import type { Bill, BillLine } from '#pricing/bill.ts';
import { billableMeters, hoursOfMonth } from '#pricing/billable-meters.ts';
import type { Floor } from '#pricing/floor.ts';
import { type Price, type PriceBook, priceOf } from '#pricing/price-book.ts';
import { formatQuantity, formatUnitPrice, formatUsd } from '#runner/sentences/format-usd.ts';
import { formatCount } from '#runner/sentences/human-numbers.ts';

/** The parts of a stored run that an explanation needs. */
export interface ExplainedRun {
  readonly policy: string;
  readonly bill: Bill;
  readonly loginsPlaced: number;
  readonly nodes: number;
  readonly meters: Readonly<Record<string, number>>;
  readonly startMs: number;
  readonly endMs: number;
}

/** A figure and the steps that lead to it. */
export interface Explanation {
  readonly figure: string;
  readonly result: string;
  readonly steps: readonly string[];
}

/** The figures of a bill that are not one of its lines. */
export const billFigures = [
  'total',
  'perMillionLogins',
  'perNodeMonth',
  'floor',
  'networkFloor',
  'outage',
] as const;

/** The name of such a figure. */
export type BillFigure = (typeof billFigures)[number];

/** Every line of a bill with this name: a meter's, a service's, or all lines for `total`. */
export function explainLines(
  run: ExplainedRun,
  book: PriceBook,
  name: string | undefined,
): Explanation[] {
  const isNamed = ({ meter, service }: BillLine) =>
    [meter, service.toLowerCase()].includes(name ?? meter);
  return run.bill.lines.filter(isNamed).map((line) => explainLine(line, run, book));
}

function explainLine(line: BillLine, { meters }: ExplainedRun, book: PriceBook): Explanation {
  const { meterPerUnit, pricedUnit, label } = billableMeters[line.meter];
  const metered = `${formatCount(meters[line.meter])} metered as ${line.meter}`;
  const inUnits = meterPerUnit === 1 ? '' : ` / ${formatCount(meterPerUnit)}`;
  const free = line.freeUnits === 0 ? [] : [`${amountOf(line.freeUnits, pricedUnit)} are free`];
  return {
    figure: `${line.meter}: ${line.service}, ${label}`,
    result: formatUsd(line.costUsd),
    steps: [
      `${metered}${inUnits} = ${amountOf(line.units, pricedUnit)}`,
      ...free,
      ...line.parts.map(
        ({ fromUnits, units, usdPerUnit, usd }) =>
          `${fromUnits === 0 ? '' : `from ${formatCount(fromUnits)} on: `}` +
          `${formatQuantity(units)} × ${formatUnitPrice(usdPerUnit)} = ${formatUsd(usd)}`,
      ),
      `of it ${formatPhases(line)}`,
      ...detailsOf(line, meters),
      ...priceSource(priceOf(book, line.meter), book),
    ],
  };
}

function formatPhases({ phaseUsd }: BillLine): string {
  return phaseNames.map((phase) => `${phase} ${formatUsd(phaseUsd[phase])}`).join(', ');
}

/** Meters that are a part of a line's quantity, such as `sqs.emptyReceives`. */
function detailsOf({ meter }: BillLine, meters: ExplainedRun['meters']): string[] {
  const own = Object.entries(meters).filter(([name]) => name.startsWith(`${meter}.`));
  if (own.length === 0) return [];
  return [`in it ${own.map(([name, count]) => `${name} ${formatCount(count)}`).join(', ')}`];
}

function priceSource(price: Price | undefined, { offers, region }: PriceBook): string[] {
  if (price === undefined) return [];
  const offer = offers[price.offer];
  const version = offer?.version == null ? '' : `, version ${offer.version}`;
  const published = offer?.publishedAt == null ? '' : `, published ${offer.publishedAt}`;
  const usage = price.usageType === null ? '' : `, usage type ${price.usageType}`;
  return [
    `price: ${price.offer} in ${region}${usage}${version}${published}; ${price.confidence}`,
    ...(price.note === '' ? [] : [`note: ${price.note}`]),
    `source: ${offer?.source ?? 'not named'}`,
  ];
}

/** How one figure of the whole bill comes about. */
export function explainFigure(figure: BillFigure, run: ExplainedRun): Explanation {
  const { bill, loginsPlaced, nodes, startMs, endMs } = run;
  const total = formatUsd(bill.totalUsd);
  switch (figure) {
    case 'total':
      return {
        figure,
        result: total,
        steps: bill.lines.map(({ meter, costUsd }) => `${formatUsd(costUsd)} ${meter}`),
      };
    case 'perMillionLogins':
      return {
        figure,
        result: formatUsd(bill.perMillionLoginsUsd),
        steps: [`${total} / ${formatCount(loginsPlaced)} log-ins placed × 1,000,000`],
      };
    case 'perNodeMonth': {
      const hours = `${formatQuantity((endMs - startMs) / 3_600_000)} hours of the run`;
      return {
        figure,
        result: formatUsd(bill.perNodeMonthUsd),
        steps: [`${total} / ${formatCount(nodes)} nodes / ${hours} × ${hoursOfMonth} hours`],
      };
    }
    case 'floor':
      return explainFloor(figure, bill.loginFloor, bill);
    case 'networkFloor':
      return explainFloor(figure, bill.networkFloor, bill);
    case 'outage':
      return explainOutage(bill);
  }
}

function explainFloor(figure: BillFigure, floor: Floor | null, { totalUsd }: Bill): Explanation {
  if (floor === null)
    return { figure, result: 'not known', steps: ['the price book lacks a price that it needs'] };
  const parts = floor.parts.map(
    ({ meter, units, costUsd }) =>
      `${formatUsd(costUsd)}: ${amountOf(units, billableMeters[meter].pricedUnit)} of ${meter}`,
  );
  const ratio = floor.ratio === null ? 'not known' : `× ${Number(floor.ratio.toPrecision(3))}`;
  return {
    figure,
    result: formatUsd(floor.totalUsd),
    steps: [...parts, `the run cost ${formatUsd(totalUsd)}, ${ratio} the floor`],
  };
}

function explainOutage({ outage, phaseUsd }: Bill): Explanation {
  if (outage === null) {
    const steps = ['the run has less than an hour of quiet time to compare with'];
    return { figure: 'outage', result: 'not known', steps };
  }
  return {
    figure: 'outage',
    result: formatUsd(outage.extraUsd),
    steps: [
      `a quiet hour cost ${formatUsd(outage.quietUsdPerHour)}`,
      `storm ${formatUsd(phaseUsd.storm)} and healing ${formatUsd(phaseUsd.heal)}`,
      `less as many quiet hours: ${formatUsd(outage.extraUsd)}`,
      `of it healing ${formatUsd(outage.healingUsd)}`,
    ],
  };
}

function amountOf(units: number, unit: string): string {
  return `${formatQuantity(units)} ${unit}${units === 1 || unit === 'GB' ? '' : 's'}`;
}
