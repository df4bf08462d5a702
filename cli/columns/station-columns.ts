// The columns of a sweep of stations.
import type { StationEnding } from '#twin/station/judge-station.ts';
import { type ColumnWords, column } from './column-words.ts';
import { stationColumns } from './run-columns.ts';

const { station, arrived, attempts, retries, served, servedLate } = stationColumns;
const { rejected, failed, timedOut, abandoned, gaveUp } = stationColumns;

type EndingColumn = Exclude<keyof StationEnding, 'kind' | 'isQueueFalling'>;

const endingColumns: Readonly<Record<EndingColumn, ColumnWords>> = {
  loadShare: column('0 to 1', 'The work of all first attempts, as a share of what servers can do.'),
  answeredShare: column('0 to 1', 'Requests that were answered in time; empty if none came.'),
  busyShare: column('0 to 1', "The share of the servers' time that was used."),
  attemptsPerRequest: column('attempts', 'Attempts for each request; empty if none came.'),
  lateShare: column('0 to 1', 'The share of work that was done for clients that had gone.'),
  queueAtEnd: column('attempts', 'How many waited in the queue at the end of the run.'),
  queueGrowthPerSecond: column('attempts/s', 'How much the queue grew, per second.'),
};

/**
 * Of the `points.csv` of stations. The ending and its figures are of the last fifth of a run, the
 * counts of all of it but the warm-up.
 */
export const stationPointColumns: Readonly<Record<string, ColumnWords>> = {
  station,
  seed: column('', 'The number that decides everything that is left to chance.'),
  ends: column('', 'How the run ended: stable, recovering, strained, overloaded or metastable.'),
  ...endingColumns,
  arrived,
  attempts,
  retries,
  served,
  servedLate,
  rejected,
  failed,
  timedOut,
  abandoned,
  gaveUp,
  longestQueue: column('attempts', 'The longest queue at the end of any interval.'),
  inQueue: column('attempts', 'How many were in the queue, on average over the run.'),
  inService: column('attempts', 'How many were being served, on average over the run.'),
  'toAnswerMs.mean': column('ms', 'How long answered clients waited, on average.'),
  'toAnswerMs.p50': column('ms', 'Half of the answered clients waited no longer.'),
  'toAnswerMs.p95': column('ms', '95 of 100 answered clients waited no longer.'),
  'toAnswerMs.p99': column('ms', '99 of 100 answered clients waited no longer.'),
  eventCount: column('events', 'Events that the simulator handled.'),
  commit: column('', 'The commit of the program, or its version.'),
};
