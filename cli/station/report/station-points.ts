// What the curves of a station show: rates and the queue over time, what its servers can do, and
// the queue from which on an answer comes too late.
import { meanServiceMs } from '#twin/station/service-law.ts';
import type { Station } from '#twin/station/station.ts';
import type { StationInterval } from '#twin/station/station-result.ts';
import type { StationRun } from '../station-run.ts';

/** A stretch of a run. All rates are per second. */
export interface StationPoint {
  readonly fromMs: number;
  readonly untilMs: number;
  /** Requests that came. */
  readonly requests: number;
  /** All attempts, first ones and retries. */
  readonly attempts: number;
  /** Requests that were answered in time. */
  readonly inTime: number;
  /** Attempts that were served when their client had gone. */
  readonly late: number;
  /** Attempts that waited at its end. */
  readonly queue: number;
}

/** The series in at most so many stretches of equal length, but for the last. */
export function stationPoints({ station, result }: StationRun, countMax: number): StationPoint[] {
  const { series } = result;
  const every = Math.max(1, Math.ceil(series.length / countMax));
  return Array.from({ length: Math.ceil(series.length / every) }, (_, at) => {
    const some = series.slice(at * every, (at + 1) * every);
    const fromMs = some[0]?.fromMs ?? 0;
    const untilMs = series[(at + 1) * every]?.fromMs ?? station.durationMs;
    const rate = (name: 'arrived' | 'attempts' | 'served' | 'servedLate') =>
      (1000 * some.reduce((sum, one) => sum + one[name], 0)) / (untilMs - fromMs);
    return {
      fromMs,
      untilMs,
      requests: rate('arrived'),
      attempts: rate('attempts'),
      inTime: rate('served'),
      late: rate('servedLate'),
      queue: some.at(-1)?.queueAtEnd ?? 0,
    };
  });
}

/** How many attempts all servers can do in a second while nothing happens to them. */
export function capacityPerSecond({ servers, service }: Station): number {
  return (1000 * servers) / meanServiceMs(service);
}

/** What the servers can do from each moment at which that changes, as events have it. */
export function capacitySteps(station: Station): { fromMs: number; perSecond: number }[] {
  const { events, durationMs, servers } = station;
  const moments = [0, ...events.flatMap(({ fromMs, untilMs }) => [fromMs, untilMs])]
    .filter((atMs) => atMs < durationMs)
    .toSorted((a, b) => a - b);
  return [...new Set(moments)].map((fromMs) => {
    const now = events.filter((event) => event.fromMs <= fromMs && fromMs < event.untilMs);
    const down = now.reduce((sum, event) => sum + ('servers' in event ? event.servers : 0), 0);
    const slow = now.reduce((factor, event) => factor * ('factor' in event ? event.factor : 1), 1);
    const up = Math.max(0, servers - down) / servers;
    return { fromMs, perSecond: (capacityPerSecond(station) * up) / slow };
  });
}

/**
 * The queue whose last attempt is served just within the clients' time-out, if all servers work;
 * null where the queue does not tell how long who joins it waits, or nobody gives up.
 */
export function queueInTime(station: Station): number | null {
  const { queue, clients } = station;
  const isInOrder = queue.discipline === 'fifo' && !clients.abandonsQueue;
  if (!isInOrder || clients.timeoutMs === 'none') return null;
  return (capacityPerSecond(station) * clients.timeoutMs) / 1000;
}

/** Since when the queue was too long for any answer in time, up to the run's end; null: never. */
export function stuckSinceMs({ station, result }: StationRun): number | null {
  const longest = queueInTime(station);
  if (longest === null) return null;
  const isLong = ({ queueAtEnd }: StationInterval) => queueAtEnd > longest;
  const lastShort = result.series.findLastIndex((interval) => !isLong(interval));
  const first = result.series[lastShort + 1];
  if (first === undefined) return null;
  return result.series[lastShort + 2]?.fromMs ?? station.durationMs;
}
