// What the height of the recovery picture means: shares, where a network was cut down; people,
// where a run stands for the network at the size that it had.
import { greatest, max } from 'd3-array';
import { type ScaleLinear, scaleLinear } from 'd3-scale';
import type { ComparisonResult, RunResult } from '#runner/result.ts';
import { formatShare, formatShortCount } from '#runner/sentences/human-numbers.ts';

/** Where things stand on the picture's height. */
export interface RecoveryScale {
  readonly y: ScaleLinear<number, number>;
  readonly title: string;
  readonly words: (value: number) => string;
  /** The height of a number of nodes of the run. */
  readonly ofNodes: (count: number) => number;
  /** The height of a number that was reported at the time. */
  readonly ofReported: (count: number) => number;
}

/** The scale for a picture whose floor and top are at `range`. */
export function recoveryScale(result: ComparisonResult, range: [number, number]): RecoveryScale {
  const wanted = max(result.runs, ({ samples }) => max(samples, (one) => one.wantedCount)) || 1;
  const target = formatShare(result.targetShare);
  const perNode = pcsPerNode(result);
  if (perNode === null) {
    const y = scaleLinear().domain([0, 1]).range(range);
    return {
      y,
      title: `Signed in, % of peak demand (dotted: ${target} of demand)`,
      words: (value) => `${value * 100}`,
      ofNodes: (count) => y(count / wanted),
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
    ofNodes: (count) => y(count * perNode),
    ofReported: (count) => y(count),
  };
}

/** How many PCs each node of a run at full scale stands for; null at another scale. */
export function pcsPerNode({ fullNodeCount, nodes }: ComparisonResult): number | null {
  return fullNodeCount === null ? null : fullNodeCount / nodes;
}

/** How many PCs a run had signed in at a moment; null where it says none, or was not there. */
export function pcsOnlineAt(result: ComparisonResult, run: RunResult, atMs: number): number | null {
  const perNode = pcsPerNode(result);
  const sample = run.samples.findLast((one) => one.atMs <= atMs);
  if (perNode === null || sample === undefined || atMs > run.endMs) return null;
  return sample.onlineCount * perNode;
}

/** The run that fell furthest: what was reported is held against it, in whatever order they ran. */
export function runThatFellMost({ runs }: ComparisonResult): RunResult | undefined {
  return greatest(runs, ({ worstOfflineShare }) => worstOfflineShare);
}
