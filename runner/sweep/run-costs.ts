// What one run takes, by its size: for a sweep that has no runs of its own to go by. Measured by
// `bench/sweep-points.ts`; the entry of bench/results.json is named below.
import type { Scenario } from '#domain/scenario/scenario.ts';
import { nodesPerShardMax } from '#twin/network/shards.ts';
import type { Retries } from '../twin/twin-order.ts';

/** What a run takes of an idle core, and in one thread at most of memory, the process included. */
export interface RunCost {
  readonly cpuMs: number;
  readonly peakRssBytes: number;
}

/** A run whose cost is asked for. */
export interface CostedRun {
  readonly scenario: Scenario;
  readonly cloud: 'local' | 'twin';
  readonly retries: Retries;
  readonly policy: string;
  readonly nodes: number;
}

/** Where the figures are from, for whoever reads an estimate. */
export const costSource = 'bench/results.json, sweep-points of 2026-11-30';

type Measured = readonly [nodes: number, cpuMs: number, peakRssMb: number];

interface Curve {
  readonly cloud: 'local' | 'twin';
  /** Null: of the local cloud, which executes every attempt. */
  readonly retries: Retries | null;
  readonly scenario: 'drill' | 'august-2007';
  readonly policy: 'legacy-2007' | 'resilient';
  readonly measured: readonly Measured[];
}

const curves: readonly Curve[] = [
  {
    cloud: 'twin',
    retries: 'executed',
    scenario: 'drill',
    policy: 'legacy-2007',
    measured: [
      [60, 531, 127],
      [600, 643, 128],
      [6000, 1548, 135],
    ],
  },
  {
    cloud: 'twin',
    retries: 'executed',
    scenario: 'drill',
    policy: 'resilient',
    measured: [
      [60, 317, 122],
      [600, 471, 123],
      [6000, 683, 141],
    ],
  },
  {
    cloud: 'twin',
    retries: 'executed',
    scenario: 'august-2007',
    policy: 'legacy-2007',
    measured: [
      [1000, 1245, 142],
      [10_000, 8165, 155],
      [50_000, 61_543, 160],
    ],
  },
  {
    cloud: 'twin',
    retries: 'executed',
    scenario: 'august-2007',
    policy: 'resilient',
    measured: [
      [1000, 826, 146],
      [10_000, 1437, 143],
      [50_000, 2504, 137],
    ],
  },
  {
    cloud: 'twin',
    retries: 'aggregated',
    scenario: 'august-2007',
    policy: 'legacy-2007',
    measured: [
      [100_000, 13_377, 175],
      [300_000, 43_675, 224],
    ],
  },
  {
    cloud: 'twin',
    retries: 'aggregated',
    scenario: 'august-2007',
    policy: 'resilient',
    measured: [
      [100_000, 4130, 138],
      [300_000, 9088, 169],
    ],
  },
  {
    cloud: 'local',
    retries: null,
    scenario: 'drill',
    policy: 'legacy-2007',
    measured: [
      [60, 1599, 179],
      [600, 5459, 303],
    ],
  },
  {
    cloud: 'local',
    retries: null,
    scenario: 'drill',
    policy: 'resilient',
    measured: [
      [60, 1088, 160],
      [600, 2028, 200],
    ],
  },
  {
    cloud: 'local',
    retries: null,
    scenario: 'august-2007',
    policy: 'legacy-2007',
    measured: [
      [300, 20_489, 364],
      [1600, 50_852, 399],
    ],
  },
  {
    cloud: 'local',
    retries: null,
    scenario: 'august-2007',
    policy: 'resilient',
    measured: [
      [300, 7383, 268],
      [1600, 17_126, 314],
    ],
  },
];

/** Of a process before it runs anything: the smallest peak among the runs that were measured. */
export const idleProcessBytes = 122 * 1e6;

/** What a run usually takes. Any scenario is taken for the one of the two that is as long. */
export function usualRunCost(run: CostedRun): RunCost {
  const { measured } = curveOf(run);
  const points = measured.map(([nodes, cpuMs, peakRssMb]) => ({ nodes, cpuMs, peakRssMb }));
  const at = (of: (point: (typeof points)[number]) => number, nodes: number) =>
    powerLaw(
      points.map((point) => [point.nodes, of(point)] as const),
      nodes,
    );
  // The shards of a larger network take a thread one after the other.
  const nodesAtOnce = Math.min(run.nodes, nodesPerShardMax);
  const ownMb = at(({ peakRssMb }) => Math.max(1, peakRssMb - idleProcessBytes / 1e6), nodesAtOnce);
  return {
    cpuMs: (at(({ cpuMs }) => cpuMs, nodesAtOnce) * run.nodes) / nodesAtOnce,
    peakRssBytes: idleProcessBytes + ownMb * 1e6,
  };
}

function curveOf({ scenario, cloud, retries, policy }: CostedRun): Curve {
  const story = storyLike(scenario);
  // Whether another policy heals is not known, and one that does not takes more.
  const like = policy === 'resilient' ? 'resilient' : 'legacy-2007';
  const fitting = curves.filter((one) => one.cloud === cloud && one.policy === like);
  const found =
    fitting.find((one) => one.scenario === story && one.retries === retries) ??
    fitting.find((one) => one.scenario === story) ??
    fitting[0];
  if (found === undefined) throw new Error(`expected a measured run on the ${cloud} cloud`);
  return found;
}

/** A storm of minutes is like the drill, one of days like August 2007. */
function storyLike({ startMs, storm, timings }: Scenario): Curve['scenario'] {
  const lastMs = Math.max(...storm.nights.map(({ threeAmUtcMs }) => threeAmUtcMs));
  return lastMs - startMs + timings.observeForMs < 3 * 3_600_000 ? 'drill' : 'august-2007';
}

/** Between two sizes and beyond the last: by the power of the nodes between the nearest two. */
function powerLaw(points: readonly (readonly [number, number])[], nodes: number): number {
  const beyond = points.findIndex(([size]) => size >= nodes);
  const at = Math.max(1, beyond === -1 ? points.length - 1 : beyond);
  const [low = points[0], high] = [points[at - 1], points[at]];
  if (low === undefined) throw new Error('expected a measured size');
  // One size alone tells nothing of the power; work in proportion to the nodes is usual.
  if (high === undefined) return low[1] * (nodes / low[0]);
  const power = Math.log(high[1] / low[1]) / Math.log(high[0] / low[0]);
  return low[1] * (nodes / low[0]) ** power;
}
