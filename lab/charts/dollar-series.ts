// Dollars over time, as far as a run knows them: its meters are read where a phase ends.
import type { BilledRun, RunPhase } from '#runner/result.ts';
import type { Curve } from './chart.ts';
import type { RunSoFar } from './run-so-far.ts';

/** The mean of each phase, from its beginning on. Empty while the run is computed. */
export function dollarRate({ done }: RunSoFar): Curve {
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
export function dollarTotal({ done }: RunSoFar): Curve {
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
