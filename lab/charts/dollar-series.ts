// Dollars over time: the meters of each moment, priced as the bill prices those of the whole run.
import { billableMeterNames, billableMeters } from '#pricing/billable-meters.ts';
import { type PriceBook, type PriceTier, priceOf } from '#pricing/price-book.ts';
import { tieredPrice } from '#pricing/tiered-price.ts';
import type { BilledRun, RunPhase } from '#runner/result.ts';
import type { NetworkDetail, NetworkDetails } from '#twin/network/detail/network-detail.ts';
import type { Curve } from './chart.ts';
import { perMinute } from './detail-series.ts';
import type { RunSoFar } from './run-so-far.ts';

/** Dollars a minute. Of a run without details it is the mean of each phase, from its beginning. */
export function dollarRate(run: RunSoFar, book?: PriceBook): Curve {
  return run.details === null || book === undefined
    ? phaseRate(run)
    : perMinute(dollarTotal(run, book));
}

/** Dollars so far. Of a run without details they are known where a phase ends. */
export function dollarTotal(run: RunSoFar, book?: PriceBook): Curve {
  if (run.details === null || book === undefined) return phaseTotal(run);
  const { details } = run.details;
  const prices = pricesOf(run.details, book);
  const hourly = metricHoursSpread(run.details);
  return {
    atMs: details.map(({ atMs }) => atMs),
    values: details.map((detail, at) => usdAt(detail, hourly[at] ?? 0, prices)),
  };
}

interface PlacedPrice {
  /** Where the meter is among those of a detail. */
  readonly place: number;
  readonly isHourly: boolean;
  readonly meterPerUnit: number;
  readonly tiers: readonly PriceTier[];
}

/** The meter that is booked at once for the hour that a metric is fed in. */
const hourlyMeter = 'cloudwatch.metricHours';

function pricesOf({ head }: NetworkDetails, book: PriceBook): PlacedPrice[] {
  return billableMeterNames.flatMap((meter) => {
    const tiers = priceOf(book, meter)?.tiers;
    const place = head.meters.indexOf(meter);
    if (tiers === undefined || place < 0) return [];
    const { meterPerUnit } = billableMeters[meter];
    return [{ place, isHourly: meter === hourlyMeter, meterPerUnit, tiers }];
  });
}

function usdAt(
  { meters }: NetworkDetail,
  metricHours: number,
  prices: readonly PlacedPrice[],
): number {
  let usd = 0;
  for (const { place, isHourly, meterPerUnit, tiers } of prices) {
    const quantity = isHourly ? metricHours : (meters[place] ?? 0);
    const [first, second] = tiers;
    const units = quantity / meterPerUnit;
    // Nearly always the first tier: to make the parts of a bill each time would take seconds.
    const isInFirst = first !== undefined && units <= (second?.fromUnits ?? units);
    usd += isInFirst ? units * first.usdPerUnit : tieredPrice(units, tiers).usd;
  }
  return usd;
}

const hourMs = 3_600_000;

/** The metric-hours by each moment, if those of an hour are used up evenly within it. */
function metricHoursSpread({ head, details }: NetworkDetails): number[] {
  const place = head.meters.indexOf(hourlyMeter);
  const booked = details.map(({ meters }) => meters[place] ?? 0);
  // An hour's end belongs to it: what it was fed is booked there at the latest.
  const hourOf = (atMs: number) => Math.ceil(atMs / hourMs);
  const spread: number[] = [];
  let [from, before, beforeMs] = [0, 0, details[0]?.atMs ?? 0];
  while (from < details.length) {
    const hour = hourOf(details[from]?.atMs ?? 0);
    let last = from;
    while (hourOf(details[last + 1]?.atMs ?? Number.NaN) === hour) last += 1;
    const [endMs, end] = [details[last]?.atMs ?? 0, booked[last] ?? 0];
    for (let at = from; at <= last; at += 1) {
      const share =
        endMs > beforeMs ? ((details[at]?.atMs ?? 0) - beforeMs) / (endMs - beforeMs) : 1;
      spread.push(before + share * (end - before));
    }
    [from, before, beforeMs] = [last + 1, end, endMs];
  }
  return spread;
}

/** The mean of each phase, from its beginning on. Empty while the run is computed. */
function phaseRate({ done }: RunSoFar): Curve {
  if (done === null) return empty;
  const parts = done.phases.filter(({ fromMs, toMs }) => toMs > fromMs);
  const rates = parts.map((part) => partUsd(done, part) / ((part.toMs - part.fromMs) / 60_000));
  const last = parts.at(-1);
  return {
    atMs: [...parts.map(({ fromMs }) => fromMs), ...(last === undefined ? [] : [last.toMs])],
    values: [...rates, ...(last === undefined ? [] : [rates.at(-1) ?? 0])],
  };
}

/** What was spent by the end of each phase. Empty while the run is computed. */
function phaseTotal({ done }: RunSoFar): Curve {
  const [first] = done?.phases ?? [];
  if (done === null || first === undefined) return empty;
  let spentUsd = 0;
  const totals = done.phases.map((part) => {
    spentUsd += partUsd(done, part);
    return spentUsd;
  });
  return {
    atMs: [first.fromMs, ...done.phases.map(({ toMs }) => toMs)],
    values: [0, ...totals],
  };
}

/** A part's share of each line of the bill, by what it used, as `makeBill` divides it. */
export function partUsd({ bill, meters }: Pick<BilledRun, 'bill' | 'meters'>, part: RunPhase) {
  return bill.lines.reduce((sum, { meter, costUsd }) => {
    const used = meters[meter] ?? 0;
    return used === 0 ? sum : sum + (costUsd * (part.meters[meter] ?? 0)) / used;
  }, 0);
}

const empty: Curve = { atMs: [], values: [] };
