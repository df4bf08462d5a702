// A cost at one size, of one policy and one way to deploy: over all seeds, run or worked out.
import type { StackConfiguration } from '#domain/stack/stack-configuration.ts';
import type { Bill } from '#pricing/bill.ts';
import { extrapolate, type SizedRun } from '#runner/cost/extrapolate.ts';
import { usedUnder } from '#runner/cost/used-under.ts';
import { type OverSeeds, overSeeds } from '#runner/over-seeds.ts';
import { billRun, type PriceChoice } from '#runner/pricing/bill-run.ts';
import type { SweepRow } from '#runner/sweep/sweep-row.ts';
import { nodesPerShardMax } from '#twin/network/shards.ts';
import type { CostVariant } from './cost-grid.ts';

/** One seed's share of a point. */
export interface CostSample {
  readonly seed: number;
  readonly bill: Bill;
  readonly userHoursLost: number;
  /** What was run; null: it was worked out. */
  readonly row: SweepRow | null;
}

/** A policy under a way to deploy: a line of the chart. */
export interface CostLine {
  /** What it is called beside the others; see `lineName`. */
  readonly name: string;
  readonly policy: string;
  readonly variant: CostVariant;
  /** From the smallest network up. */
  readonly points: readonly CostPoint[];
}

/** A point of a line. */
export interface CostPoint {
  readonly nodes: number;
  /** `worked out`: from two runs of smaller networks. */
  readonly kind: 'run' | 'worked out';
  readonly samples: readonly CostSample[];
  readonly totalUsd: OverSeeds;
  readonly perMillionLoginsUsd: OverSeeds;
  readonly perNodeMonthUsd: OverSeeds;
  readonly floorUsd: OverSeeds;
  readonly floorRatio: OverSeeds;
  readonly userHoursLost: OverSeeds;
  /** Infinite: it never healed. Null: it was not run. */
  readonly healMs: OverSeeds | null;
  /** Why AWS would have throttled the table, in words; null: it would not. */
  readonly throttled: string | null;
}

/** A line's point from the rows of its runs. */
export function runPoint(
  nodes: number,
  rows: readonly { readonly seed: number; readonly row: SweepRow }[],
  { configuration }: CostVariant,
  prices: PriceChoice,
): CostPoint {
  const samples = rows.map(({ seed, row }) => ({
    seed,
    row,
    bill: billRun(usedUnder(row, configuration), nodes, prices),
    userHoursLost: row.userHoursLost,
  }));
  const throttled = throttledBy(
    configuration,
    rows.map(({ row }) => row.peaks),
  );
  return pointOf(nodes, 'run', samples, throttled);
}

/** A point that is larger than any run. @param runs of each seed, the two largest, smaller first */
export function workedOutPoint(
  nodes: number,
  runs: readonly {
    readonly seed: number;
    readonly small: SizedRun;
    readonly large: PeakedRun;
  }[],
  { configuration }: CostVariant,
  prices: PriceChoice,
): CostPoint {
  const samples = runs.map(({ seed, small, large }) => {
    const run = extrapolate(small, large, nodes);
    const bill = billRun(usedUnder(run, configuration), nodes, prices);
    return { seed, bill, userHoursLost: run.userHoursLost, row: null };
  });
  const peaks = runs.map(({ large }) => peaksOf(large, nodes));
  return pointOf(nodes, 'worked out', samples, throttledBy(configuration, peaks));
}

/** What is used of one stack's table in a second is taken to grow with the stack's nodes. */
function peaksOf({ nodes: ranNodes, run: { peaks } }: PeakedRun, nodes: number) {
  const inOneStack = nodes / Math.ceil(nodes / nodesPerShardMax);
  const names = Object.entries(peaks);
  return Object.fromEntries(names.map(([name, peak]) => [name, peak * (inOneStack / ranNodes)]));
}

/** The larger of two runs, with what it used at most. */
interface PeakedRun extends SizedRun {
  readonly run: SizedRun['run'] & Pick<SweepRow, 'peaks'>;
}

function pointOf(
  nodes: number,
  kind: CostPoint['kind'],
  samples: readonly CostSample[],
  throttled: string | null,
): CostPoint {
  const over = (of: (sample: CostSample) => number | null | undefined) =>
    overSeeds(samples.map((sample) => of(sample) ?? Number.NaN));
  const isRun = kind === 'run';
  return {
    nodes,
    kind,
    samples,
    throttled,
    totalUsd: over(({ bill }) => bill.totalUsd),
    perMillionLoginsUsd: over(({ bill }) => bill.perMillionLoginsUsd),
    perNodeMonthUsd: over(({ bill }) => bill.perNodeMonthUsd),
    floorUsd: over(({ bill }) => bill.loginFloor?.totalUsd),
    floorRatio: over(({ bill }) => bill.loginFloor?.ratio),
    userHoursLost: over((sample) => sample.userHoursLost),
    healMs: isRun ? over(({ row }) => row?.healMs ?? Number.POSITIVE_INFINITY) : null,
  };
}

/** Neither cloud throttles a table, so that what AWS would refuse is said by its peak. */
function throttledBy(
  { tableBilling, tableReadUnits, tableWriteUnits }: StackConfiguration,
  peaks: readonly SweepRow['peaks'][],
): string | null {
  if (tableBilling === 'on-demand') return null;
  const peakOf = (name: string) => Math.max(...peaks.map((one) => one[name] ?? 0));
  const reads = peakOf('dynamodb.tableReadUnitsPerSecond');
  const writes = peakOf('dynamodb.tableWriteUnitsPerSecond');
  const over = [
    ...(reads > tableReadUnits ? [`${Math.ceil(reads)} read units`] : []),
    ...(writes > tableWriteUnits ? [`${Math.ceil(writes)} write units`] : []),
  ];
  return over.length === 0 ? null : `a second needs up to ${over.join(' and ')}`;
}
