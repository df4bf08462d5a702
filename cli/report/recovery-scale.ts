// The vertical scale of the recovery chart. It shows shares for a network that was cut down, and
// people for a run at the real size.
import { greatest, max } from 'd3-array';
import { type ScaleLinear, scaleLinear } from 'd3-scale';
import { onlineShare } from '#domain/storm/judge-run.ts';
import type { ComparisonResult, RunResult, Sample } from '#runner/result.ts';
import { formatShortCount, formatTarget } from '#runner/sentences/human-numbers.ts';

type Demand = Pick<Sample, 'onlineCount' | 'wantedCount'>;

/** The vertical positions in the chart. */
export interface RecoveryScale {
  readonly y: ScaleLinear<number, number>;
  readonly title: string;
  readonly words: (value: number) => string;
  /** The position of the nodes that are signed in at a sample. */
  readonly ofOnline: (sample: Demand) => number;
  /** The position of the target at a sample. */
  readonly ofTarget: (sample: Demand) => number;
  /** The position of a number that was reported at the time. */
  readonly ofReported: (count: number) => number;
}

/** The scale for a chart whose bottom and top are at `range`. */
export function recoveryScale(result: ComparisonResult, range: [number, number]): RecoveryScale {
  const wanted = max(result.runs, ({ samples }) => max(samples, (one) => one.wantedCount)) || 1;
  const target = formatTarget(result.targetShare);
  const perNode = pcsPerNode(result);
  if (perNode === null) {
    const y = scaleLinear().domain([0, 1]).range(range);
    return {
      y,
      title: `Signed in (dotted: ${target} of demand)`,
      words: (value) => `${Math.round(value * 100)} %`,
      ofOnline: (sample) => y(onlineShare(sample)),
      ofTarget: () => y(result.targetShare),
      ofReported: (count) => y(Math.min(1, count / result.usualOnlineCount)),
    };
  }
  const reported = max(result.recoveryPoints, ({ onlineCount }) => onlineCount) ?? 0;
  const y = scaleLinear()
    .domain([0, Math.max(wanted * perNode, reported)])
    .nice(5)
    .range(range);
  return {
    y,
    title: `PCs signed in (dotted: ${target} of demand)`,
    words: formatShortCount,
    ofOnline: ({ onlineCount }) => y(onlineCount * perNode),
    ofTarget: ({ wantedCount }) => y(wantedCount * result.targetShare * perNode),
    ofReported: (count) => y(count),
  };
}

/** How many PCs each node of a run at full scale stands for; null at another scale. */
export function pcsPerNode({ fullNodeCount, nodes }: ComparisonResult): number | null {
  return fullNodeCount === null ? null : fullNodeCount / nodes;
}

/**
 * How many PCs a run had signed in at a moment; null if there is no such number, or if the run does
 * not cover the moment.
 */
export function pcsOnlineAt(result: ComparisonResult, run: RunResult, atMs: number): number | null {
  const perNode = pcsPerNode(result);
  const sample = run.samples.findLast((one) => one.atMs <= atMs);
  if (perNode === null || sample === undefined || atMs > run.endMs) return null;
  return sample.onlineCount * perNode;
}

/**
 * The run that fell most. Reported points are compared with it, whatever the order of the runs is.
 */
export function runThatFellMost({ runs }: ComparisonResult): RunResult | undefined {
  return greatest(runs, ({ worstOfflineShare }) => worstOfflineShare);
}
