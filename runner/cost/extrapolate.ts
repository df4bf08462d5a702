// A network larger than any that was run, from two that were. A large network is served by several
// stacks, which share nothing, and each bears so many nodes (decision 018). Within one stack each
// meter goes on with the power of the nodes by which it grew from the smaller run to the larger. A
// flood's batches meet more cells the more there are, so that its reads grow faster than the nodes.
import { phaseNames } from '#domain/storm/run-phase.ts';
import { nodesPerShardMax } from '#twin/network/shards.ts';
import type { BillableRun } from '../pricing/bill-run.ts';

/** A run, and how many nodes it had. */
export interface SizedRun {
  readonly nodes: number;
  readonly run: BillableRun & { readonly userHoursLost: number };
}

/**
 * What a network would have used.
 * @param small a run of fewer nodes than `large`, of the same seed
 * @param large the largest run, of one stack
 */
export function extrapolate(small: SizedRun, large: SizedRun, nodes: number): SizedRun['run'] {
  const stacks = Math.ceil(nodes / nodesPerShardMax);
  const growth = nodes / stacks / large.nodes;
  const of = (before: number, after: number) => stacks * after * growth ** powerOf(before, after);
  const powerOf = (before: number, after: number) => {
    // What came with the larger run alone is taken to grow with the nodes.
    if (before <= 0 || after <= 0) return 1;
    const power = Math.log(after / before) / Math.log(large.nodes / small.nodes);
    return Math.min(powerMax, Math.max(0, power));
  };
  const record = (before: Quantities, after: Quantities) => {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return Object.fromEntries(
      [...names].map((name) => [name, of(before[name] ?? 0, after[name] ?? 0)]),
    );
  };
  const phases = phaseNames.map((phase) => {
    const [was, is] = [phaseOf(small.run, phase), phaseOf(large.run, phase)];
    return { phase, fromMs: 0, toMs: is.durationMs, meters: record(was.meters, is.meters) };
  });
  return {
    phases,
    // The parts add up to the whole, which their own powers alone would not do.
    meters: sumOf(phases.map(({ meters }) => meters)),
    counts: record(small.run.counts, large.run.counts),
    loginsPlaced: of(small.run.loginsPlaced, large.run.loginsPlaced),
    userHoursLost: of(small.run.userHoursLost, large.run.userHoursLost),
  };
}

/** Of a rare thing two runs say little: nothing here grows faster than with the square. */
const powerMax = 2;

type Quantities = Readonly<Record<string, number>>;

/** All parts of one phase together. */
function phaseOf({ phases }: BillableRun, name: string) {
  const parts = phases.filter(({ phase }) => phase === name);
  return {
    durationMs: parts.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0),
    meters: sumOf(parts.map(({ meters }) => meters)),
  };
}

function sumOf(all: readonly Quantities[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const one of all)
    for (const [name, quantity] of Object.entries(one)) sum[name] = (sum[name] ?? 0) + quantity;
  return sum;
}
