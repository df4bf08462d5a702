// Watches a storm on a deployed stack until its execution has ended.
import { loadSupernodes } from '#adapters/network/cell-reader.ts';
import { loadCellRows } from '#adapters/network/run-table.ts';
import type { Table } from '#adapters/network/table.ts';
import { openStormStatus, type StormStatus } from '#adapters/stack/storm-status.ts';
import { signedInCount } from '#domain/network.ts';
import type { RunSettings } from '#domain/run-settings.ts';
import type { CurvePoint } from '#domain/storm/judge-run.ts';
import { lastRestartAtMs, observedUntilMs } from '#domain/storm/plan-storm.ts';
import { sampleIntervals } from '../sample-intervals.ts';

/** What was seen of a storm. */
export interface WatchedStorm {
  /** The first point is of the quiet network, the last one of the end. */
  readonly curve: readonly CurvePoint[];
  readonly end: StormStatus;
}

/** A storm is never observed more often. */
export const observeEveryMsMin = 2_000;

/**
 * At this time after its end, the state machine has given up by itself. The time includes minutes
 * for its own retries.
 */
export const graceMs = 180_000;

/** Counts who is signed in until the execution has ended. @param onPoint called with each count */
export async function watchStorm(
  table: Table,
  settings: RunSettings,
  executionArn: string,
  onPoint: (point: CurvePoint) => void,
): Promise<WatchedStorm> {
  const { runtime } = table;
  const endMs = observedUntilMs(settings) + graceMs;
  const readStatus = openStormStatus(runtime, executionArn);
  const curve: CurvePoint[] = [];
  const observe = async ({ consistent }: { consistent: boolean }) => {
    const point = await countOnline(table, settings, consistent);
    curve.push(point);
    onPoint(point);
  };
  for (;;) {
    await observe({ consistent: false });
    const end = await readStatus();
    if (end.status !== 'RUNNING' || runtime.nowMs() > endMs) {
      // What ended it may have come after the last look.
      await observe({ consistent: true });
      return { curve, end };
    }
    await runtime.sleep(observeEveryMs(settings, runtime.nowMs()));
  }
}

/** Days are looked at every few minutes, and healing as often as on the local cloud. */
function observeEveryMs(settings: RunSettings, nowMs: number): number {
  const { coarseMs, fineMs } = observationIntervals(settings);
  const { storm, shiftMs } = settings;
  return nowMs < lastRestartAtMs(storm, shiftMs) ? coarseMs : fineMs;
}

/** How often a storm is observed before its last restart, and from then on. */
export function observationIntervals(settings: Parameters<typeof sampleIntervals>[0]): {
  readonly coarseMs: number;
  readonly fineMs: number;
} {
  const { coarseMs, fineMs } = sampleIntervals(settings);
  return {
    coarseMs: Math.max(observeEveryMsMin, coarseMs),
    fineMs: Math.max(observeEveryMsMin, fineMs),
  };
}

/**
 * Who is signed in, of those who want to be. It reads registrations and the cells' rows, which hold
 * both numbers. This costs a fraction of a full scan.
 */
async function countOnline(
  table: Table,
  { runId, cells }: RunSettings,
  consistent: boolean,
): Promise<CurvePoint> {
  const rows = await loadCellRows(table, runId, cells);
  const registrations = await Promise.all(
    cells.map((cell) => loadSupernodes(table, { runId, cell }, { consistent })),
  );
  const atMs = table.runtime.nowMs();
  return {
    atMs,
    onlineCount: signedInCount(registrations.flat(), atMs),
    wantedCount: rows.reduce((sum, { population }) => sum + population, 0),
  };
}
