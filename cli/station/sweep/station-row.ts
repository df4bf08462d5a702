// The result of one run of a sweep of stations, as it is kept and tabled.
import type { StationEnding } from '#twin/station/judge-station.ts';
import { noCounts, type StationCounts } from '#twin/station/station-result.ts';
import { type CsvCell, csvLine } from '../../run-folder/csv-line.ts';
import type { StationRun } from '../station-run.ts';
import type { StationSweepPoint } from './station-grid.ts';

/** The result of one run, without its series. */
export interface StationRow {
  readonly ending: StationEnding;
  readonly counts: StationCounts;
  /** Attempts in the queue and in service, on average over time. */
  readonly inQueue: number;
  readonly inService: number;
  /** How long answered clients waited; null where nobody was answered. */
  readonly toAnswerMs: Readonly<Record<'mean' | 'p50' | 'p95' | 'p99', number | null>>;
  readonly longestQueue: number;
  readonly eventCount: number;
}

/** A point with its result. */
export interface SweptStation {
  readonly point: StationSweepPoint;
  readonly row: StationRow;
  readonly wallMs: number;
}

/** What a sweep keeps of a run. */
export function stationRow({ ending, result }: StationRun): StationRow {
  const { counts, levels, toAnswerMs, series, eventCount } = result;
  const { meanMs: mean, p50Ms: p50, p95Ms: p95, p99Ms: p99 } = toAnswerMs;
  return {
    ending,
    counts,
    inQueue: levels.inQueue,
    inService: levels.inService,
    toAnswerMs: { mean, p50, p95, p99 },
    longestQueue: series.reduce((most, { queueAtEnd }) => Math.max(most, queueAtEnd), 0),
    eventCount,
  };
}

const endingColumns = [
  'loadShare',
  'answeredShare',
  'busyShare',
  'attemptsPerRequest',
  'lateShare',
  'queueAtEnd',
  'queueGrowthPerSecond',
] as const satisfies readonly (keyof StationEnding)[];

const countColumns = Object.keys(noCounts()) as (keyof StationCounts)[];

/** The head of points.csv. */
export function stationCsvHead(fields: readonly string[]): string {
  return csvLine([
    'station',
    ...fields,
    'seed',
    'ends',
    ...endingColumns,
    ...countColumns,
    'longestQueue',
    'inQueue',
    'inService',
    'toAnswerMs.mean',
    'toAnswerMs.p50',
    'toAnswerMs.p95',
    'toAnswerMs.p99',
    'eventCount',
    'commit',
  ]);
}

/**
 * A row of points.csv (RFC 4180). Real time is left out, so that the same sweep gives the same
 * bytes.
 */
export function stationCsvLine(
  fields: readonly string[],
  { point, row }: SweptStation,
  commit: string,
): string {
  const { ending, counts, toAnswerMs } = row;
  const cells: CsvCell[] = [
    point.name,
    ...fields.map((field) => point.values[field]),
    point.station.seed,
    ending.kind,
    ...endingColumns.map((name) => ending[name]),
    ...countColumns.map((name) => counts[name]),
    row.longestQueue,
    row.inQueue,
    row.inService,
    toAnswerMs.mean,
    toAnswerMs.p50,
    toAnswerMs.p95,
    toAnswerMs.p99,
    row.eventCount,
    commit,
  ];
  return csvLine(cells);
}
