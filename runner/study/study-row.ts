// What a study keeps of a run: a sweep's row, and the curve of who was signed in.
import type { RunResult } from '../result.ts';
import { type SweepRow, sweepRow } from '../sweep/sweep-row.ts';

/** A curve at even steps from a run's start to its end, as shares of the nodes at the start. */
export interface Curve {
  readonly startMs: number;
  readonly stepMs: number;
  /** Signed-in nodes. */
  readonly online: readonly number[];
  /** Nodes that want to be signed in. */
  readonly wanted: readonly number[];
}

/** One run of a study in numbers. */
export interface StudyRow extends SweepRow {
  readonly curve: Curve;
  readonly lastRestartAtMs: number;
}

/** As often as a quarter of an hour: the record names no moment more closely. */
const stepMs = 15 * 60_000;

/** A run's row. A row read from the journal has the same bytes. */
export function studyRow(run: RunResult, cells: number, nodes: number): StudyRow {
  const { lastRestartAtMs } = run;
  return { ...sweepRow(run, cells), curve: curveOf(run, nodes), lastRestartAtMs };
}

/** A run's curve: at each step the latest sample. */
export function curveOf(
  { samples, startMs, endMs }: Pick<RunResult, 'samples' | 'startMs' | 'endMs'>,
  nodes: number,
): Curve {
  const online: number[] = [];
  const wanted: number[] = [];
  let at = 0;
  for (let nowMs = startMs; nowMs <= endMs; nowMs += stepMs) {
    while ((samples[at + 1]?.atMs ?? Number.POSITIVE_INFINITY) <= nowMs) at += 1;
    const sample = samples[at];
    if (sample === undefined) break;
    online.push(rounded(sample.onlineCount / nodes));
    wanted.push(rounded(sample.wantedCount / nodes));
  }
  return { startMs, stepMs, online, wanted };
}

/** Six digits are a node of a million. */
function rounded(share: number): number {
  return Number(share.toFixed(6));
}
