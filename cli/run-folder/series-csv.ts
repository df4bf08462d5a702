// The curves of a comparison as a table for spreadsheets and data frames (RFC 4180).

import type { RunResult, Sample } from '#runner/result.ts';
import { isOnStopwatch } from '#runner/sentences/human-numbers.ts';
import { csvLine } from './csv-line.ts';

/**
 * The columns of a sample. A record and not a list, so that the compiler asks for a column for each
 * new member of a sample.
 */
export const sampleColumns: Record<keyof Sample, true> = {
  atMs: true,
  onlineCount: true,
  wantedCount: true,
  waitingCount: true,
  supernodesLive: true,
  supernodesCounted: true,
  slotsLive: true,
  loginQueueDepth: true,
  loginAttemptsTotal: true,
  loginsPlacedTotal: true,
  promotionsTotal: true,
};

const counts = (Object.keys(sampleColumns) as (keyof Sample)[]).filter((name) => name !== 'atMs');

/**
 * One row per policy and sample: policy, atMs, isoTime (UTC), then every count of the sample. A
 * scenario that never happened begins at 0, and has no isoTime.
 */
export function seriesCsv(runs: readonly RunResult[]): string {
  const rows = runs.flatMap(({ policy, samples }) =>
    samples.map((sample) => [
      policy,
      sample.atMs,
      isOnStopwatch(sample.atMs) ? '' : new Date(sample.atMs).toISOString(),
      ...counts.map((name) => sample[name]),
    ]),
  );
  return [['policy', 'atMs', 'isoTime', ...counts], ...rows].map(csvLine).join('');
}
