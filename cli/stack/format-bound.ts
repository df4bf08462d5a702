// The most that a command can cost, as a small table by service.
import type { PriceBook } from '#pricing/price-book.ts';
import type { CostBound } from '#runner/deployed/cost-bound.ts';
import type { UpkeepCost } from '#runner/deployed/upkeep-cost.ts';
import { formatUsd } from '#runner/sentences/format-usd.ts';
import { plainTable } from '../show/plain-table.ts';

/**
 * The table, what it was made from, and what the stack costs besides.
 * @param upkeep undefined: not known here
 */
export function formatBound(
  { serviceUsd, totalUsd, because }: CostBound,
  upkeep: UpkeepCost | undefined,
  { region, asOf }: PriceBook,
): string {
  const services = Object.entries(serviceUsd).map(([name, usd]) => [
    `  ${name}`,
    formatUsd(roundedUp(usd)),
  ]);
  const rows = [...services, ['  at most, in all', formatUsd(roundedUp(totalUsd))]];
  return [
    `It costs at most, by list prices of ${region} (${asOf}), nothing taken off as free:`,
    plainTable(rows, { colAligns: ['left', 'right'] }),
    ...because.map((reason) => `  from ${reason}`),
    ...(upkeep === undefined ? [] : [formatUpkeep(upkeep)]),
    '',
  ].join('\n');
}

/** To the digits that are shown, so that a bound is never shown as less than it is. */
export function roundedUp(usd: number): number {
  if (usd === 0) return 0;
  const step = usd < 1 ? 10 ** (Math.floor(Math.log10(usd)) - 1) : 0.01;
  // A quotient that is whole but for the last bit stays as it is.
  return Math.ceil(Number((usd / step).toPrecision(12))) * step;
}

function formatUpkeep({ usdPerMonth, unpriced }: UpkeepCost): string {
  const rest = unpriced === '' ? '' : `, and ${unpriced}, for which the book has no price`;
  return `The stack costs ${formatUsd(usdPerMonth)} a month while nobody uses it${rest}.`;
}
