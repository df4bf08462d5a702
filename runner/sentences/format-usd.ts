// How amounts of US dollars are written for people.

import { formatCount, notMeasured } from './human-numbers.ts';

/**
 * An amount of US dollars: `$1,250`, `$49.71`, `$0.0047`. Below one dollar it has two significant
 * digits, below a thousand it has cents.
 */
export function formatUsd(usd: number | null): string {
  if (usd === null || !Number.isFinite(usd)) return notMeasured;
  const size = Math.abs(usd);
  return `${usd < 0 ? '-' : ''}$${size < 1 ? smallAmount(size) : largeAmount(size)}`;
}

/** The price of one unit, with all its digits: `$0.000000625`. */
export function formatUnitPrice(usdPerUnit: number): string {
  return `$${plainDecimal(Number(usdPerUnit.toPrecision(12)))}`;
}

/** An amount for a table with large amounts: a very small one is `< $0.0001`. */
export function formatRoundUsd(usd: number | null): string {
  return usd !== null && usd > 0 && usd < 0.0001 ? '< $0.0001' : formatUsd(usd);
}

/** A quantity of units that may be a small part of one: `96,004`, `0.0000017`. */
export function formatQuantity(units: number): string {
  return units !== 0 && Math.abs(units) < 1
    ? plainDecimal(Number(units.toPrecision(3)))
    : formatCount(units);
}

function largeAmount(usd: number): string {
  const places = usd < 999.995 ? 2 : 0;
  return usd.toLocaleString('en-US', {
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  });
}

function smallAmount(usd: number): string {
  if (usd === 0) return '0';
  const rounded = Number(usd.toPrecision(2));
  return rounded >= 0.1 ? rounded.toFixed(2) : plainDecimal(rounded);
}

/** A number without an exponent, and without zeros at the end. */
function plainDecimal(value: number): string {
  const places = Math.min(20, Math.max(0, 14 - Math.floor(Math.log10(Math.abs(value)))));
  return value === 0 ? '0' : value.toFixed(places).replace(/\.?0+$/, '');
}
