// The rows of a comparison about the bill, and the notes below them.

import { billedServices, type Service } from '#pricing/billable-meters.ts';
import { usdPerUserHourRestored } from '#pricing/outage.ts';
import type { BilledRun, ComparisonResult } from '#runner/result.ts';
import { formatRoundUsd, formatUsd } from '#runner/sentences/format-usd.ts';
import { formatCount, notMeasured } from '#runner/sentences/human-numbers.ts';

/** One measure of a comparison. `cell` formats the value of one policy's run. */
export interface BillRow {
  readonly label: string;
  readonly cell: (run: BilledRun) => string;
}

/** What AWS would bill: the services that cost anything in any of the runs, and their sum. */
export function billRows({ runs }: ComparisonResult): readonly BillRow[] {
  return [
    { label: 'Total', cell: ({ bill }) => formatUsd(bill.totalUsd) },
    ...servicesOf(runs).map((service) => ({
      label: `· ${service}`,
      cell: ({ bill }: BilledRun) => formatRoundUsd(bill.serviceUsd[service] ?? 0),
    })),
    { label: 'Storm / healing', cell: stormCell },
    { label: 'Beyond quiet hours', cell: ({ bill }) => formatUsd(bill.outage?.extraUsd ?? null) },
    { label: 'A million log-ins', cell: ({ bill }) => formatUsd(bill.perMillionLoginsUsd) },
    { label: 'A node and month', cell: ({ bill }) => formatUsd(bill.perNodeMonthUsd) },
    { label: 'Times the floor', cell: ({ bill }) => formatRatio(bill.loginFloor?.ratio) },
  ];
}

/** Notes on the bill, a sentence each: its prices, what it lacks, and what the money bought. */
export function billNotes({ runs }: ComparisonResult): string[] {
  const [first] = runs;
  if (first === undefined) return [];
  const { region, asOf, isFreeTierUsed } = first.bill;
  const free = isFreeTierUsed ? 'with the free tier taken off' : 'without the free tier';
  return [
    `Prices: ${region}, AWS's list of ${asOf}, ${free}.`,
    ...missingNotes(runs),
    ...restoredNotes(runs),
  ];
}

/** Meters that were used and have no price, and those that this cloud does not have. */
function missingNotes(runs: readonly BilledRun[]): string[] {
  const named = (of: (run: BilledRun) => readonly string[]) => [...new Set(runs.flatMap(of))];
  const unpriced = named(({ bill }) => Object.keys(bill.unpriced));
  const unseen = named(({ bill }) => bill.unseen);
  return [
    ...(unpriced.length === 0 ? [] : [`Used, but without a price: ${unpriced.join(', ')}.`]),
    ...(unseen.length === 0 ? [] : [`Not seen by this cloud's meters: ${unseen.join(', ')}.`]),
  ];
}

/** What each saved user-hour cost, compared with the policy that lost the most user-hours. */
function restoredNotes(runs: readonly BilledRun[]): string[] {
  const [worst, ...others] = [...runs].sort((a, b) => b.userHoursLost - a.userHoursLost);
  if (worst === undefined) return [];
  return others.flatMap((run) => {
    const usd = usdPerUserHourRestored(sparedBy(worst), sparedBy(run));
    if (usd === null) return [];
    const hours = formatCount(Math.round(worst.userHoursLost - run.userHoursLost));
    const price = usd <= 0 ? 'and cost less' : `for ${formatUsd(usd)} an hour`;
    return [`${run.policy} spared users ${hours} hours that ${worst.policy} cost them, ${price}.`];
  });
}

function sparedBy({ bill, userHoursLost }: BilledRun) {
  return { totalUsd: bill.totalUsd, userHoursLost };
}

/** The services in the order of a bill. */
function servicesOf(runs: readonly BilledRun[]): Service[] {
  return billedServices.filter((service) =>
    runs.some(({ bill }) => (bill.serviceUsd[service] ?? 0) > 0),
  );
}

function stormCell({ bill: { phaseUsd } }: BilledRun): string {
  return `${formatRoundUsd(phaseUsd.storm)} / ${formatRoundUsd(phaseUsd.heal)}`;
}

function formatRatio(ratio: number | null | undefined): string {
  if (ratio === null || ratio === undefined) return notMeasured;
  return `× ${ratio >= 100 ? formatCount(Math.round(ratio)) : Number(ratio.toPrecision(2))}`;
}
