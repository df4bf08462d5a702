// How far a sweep is, and how long the rest takes: by its own runs, and before any of them ended by
// what was measured of such runs.
import { availableParallelism } from 'node:os';
import { plainLine } from '#domain/plain-text.ts';
import type { ProgressUpdate } from '#runner/progress.ts';
import { formatCount } from '#runner/sentences/human-numbers.ts';
import type { Journal } from '#runner/sweep/journal.ts';
import { usualRunCost } from '#runner/sweep/run-costs.ts';
import { openTimeLeft, type RunKind } from '#runner/sweep/time-left.ts';
import { nodesPerShardMax } from '#twin/network/shards.ts';
import type { SweepOutlook } from '../../show/sweep-progress.ts';
import { type Grid, pointsOf } from '../grid.ts';
import type { SweepOptions } from '../sweep-options.ts';
import { type KeyedPoint, type PointTask, retriesOf } from '../sweep-points.ts';
import type { OpenSweep } from './open-sweep.ts';

/** Gets what the runs report. */
export interface Outlook extends SweepOutlook {
  /** How many points were done before. */
  readonly doneCount: number;
  begin(task: PointTask): void;
  progress(task: PointTask, update: ProgressUpdate): void;
  done(task: PointTask, wallMs: number): void;
}

/** How many threads a sweep has. */
export function threadsOf({ workers }: Pick<SweepOptions, 'workers'>): number {
  return workers ?? availableParallelism();
}

/** The shards of a large network share the threads. */
export function threadsOfRun(options: SweepOptions, { nodes }: RunKind): number {
  const shards = options.cloud === 'twin' ? Math.ceil(nodes / nodesPerShardMax) : 1;
  return Math.min(threadsOf(options), shards);
}

/** Counts what is left, and reads what the runs took that are done. */
export function openOutlook({ options, grid, keyed, journal }: OpenSweep): Outlook {
  const { doneCount, left, known } = surveyed(grid, keyed(pointsOf(grid)), journal);
  const estimate = openTimeLeft({
    left,
    threads: threadsOf(options),
    usualMs: (kind) => usualMsOf(options, kind),
    threadsOfRun: (kind) => threadsOfRun(options, kind),
    nowMs: () => performance.now(),
  });
  for (const { kind, wallMs } of known) estimate.done(undefined, kind, wallMs);
  return {
    doneCount,
    begin: (task) => estimate.begin(task, kindOf(task.point)),
    progress: (task, { fraction, isSteady }) =>
      estimate.progress(task, fraction, isSteady === true),
    done: (task, wallMs) => estimate.done(task, kindOf(task.point), wallMs),
    leftMs: estimate.leftMs,
    runningWords() {
      const [longest, ...others] = estimate.running();
      if (longest === undefined) return '';
      const { kind, fraction } = longest;
      const share = fraction > 0 ? `: ${Math.floor(fraction * 100)} %` : '';
      const more = others.length > 0 ? ` and ${others.length} more` : '';
      return `running ${plainLine(kind.policy)}, ${formatCount(kind.nodes)} nodes${share}${more}`;
    },
  };
}

/** What a run of a kind takes on an idle core. */
export function usualMsOf(options: SweepOptions, { policy, nodes }: RunKind): number {
  const { scenario, cloud } = options;
  const retries = retriesOf(options, nodes);
  return usualRunCost({ scenario, cloud, retries, policy, nodes }).cpuMs;
}

/** So many runs tell what one takes. */
const rowsReadMax = 1_000;

/** What of a sweep is done, and what is left. */
export interface Survey {
  readonly doneCount: number;
  readonly left: { readonly kind: RunKind; readonly count: number }[];
  readonly known: { readonly kind: RunKind; readonly wallMs: number }[];
}

/** How many points of each kind are left, and what those took that are done. */
export function surveyed(
  grid: Grid,
  points: Iterable<KeyedPoint>,
  journal: Journal | null,
): Survey {
  const { policyNames, nodeCounts, pointCount } = grid;
  const kinds = nodeCounts.flatMap((nodes) => policyNames.map((policy) => ({ policy, nodes })));
  const doneCounts = new Map<string, number>();
  const known: Survey['known'] = [];
  if (journal !== null && journal.size > 0)
    for (const point of points) {
      if (!journal.has(point.key)) continue;
      const kind = kindOf(point);
      doneCounts.set(nameOf(kind), (doneCounts.get(nameOf(kind)) ?? 0) + 1);
      if (known.length < rowsReadMax) known.push({ kind, wallMs: journal.read(point.key).wallMs });
    }
  const left = kinds.map((kind) => {
    const count = pointCount / kinds.length - (doneCounts.get(nameOf(kind)) ?? 0);
    return { kind, count };
  });
  const doneCount = [...doneCounts.values()].reduce((sum, count) => sum + count, 0);
  return { doneCount, left, known };
}

/** The kind of a run. */
export function kindOf({ policy, nodes }: RunKind): RunKind {
  return { policy, nodes };
}

function nameOf({ policy, nodes }: RunKind): string {
  return `${nodes} ${policy}`;
}
